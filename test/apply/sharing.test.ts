import t from 'tap'
import { check } from '../../lib/apply/act.js'
import { ownBlocks } from '../../lib/apply/sharing.js'
import { tryStep } from '../../lib/apply/dry-run.js'
import { recover } from '../../lib/apply/recover.js'
import type { Abilities } from '../../lib/fs/disk.js'
import type { SharedBlocks } from '../../lib/fs/shared-blocks.js'
import { fails, runOn } from '../helper/apply-run.js'
import { journaledStep } from '../helper/left.js'
import { pair } from '../helper/pair.js'
import { SILENT } from '../helper/rows.js'

/** A disk whose file systems can all, and tell of blocks what the test says. */
function telling(sharedBlocks: () => SharedBlocks | undefined) {
  const abilities: Abilities = {
    lacks: () => undefined,
    isReadOnly: () => false,
    onTwoDisks: () => false,
    areApart: () => false,
    mayLink: () => true,
    attributes: () => undefined,
    writeError: () => undefined,
    sharedBlocks,
  }
  return { abilities, dedupe: () => true }
}

const OWN = { isWhole: false, isInline: false, own: 1000 }
const SHARED = { isWhole: true, isInline: false, own: 0 }
const INLINE = { isWhole: true, isInline: true, own: 0 }

// prettier-ignore
const dry: [name: string, blocks: SharedBlocks | undefined, want: object][] = [
  ['it has blocks of its own',      OWN,                    { status: 'would', freed: 1000 }],
  ['more than the plan knows',      { ...OWN, own: 9000 },  { status: 'would', freed: 4096 }],
  ['it shares with a third only',   { ...OWN, own: 0 },     { status: 'would', freed: 0 }],
  ['the file system does not tell', undefined,              { status: 'would', freed: 4096 }],
  ['it shares all',                 SHARED,                 { status: 'skipped', freed: 0, error: { code: 'shared', message: 'shares its blocks with the keeper already' } }],
  ['it has no blocks',              INLINE,                 { status: 'skipped', freed: 0, error: { code: 'inline', message: 'its bytes are kept in its inode, and take no blocks to share' } }],
]

for (const [name, blocks, want] of dry)
  t.test(`a dry run: ${name}`, async (t) => {
    const { step } = pair(t, 'reflink')
    const run = runOn(telling(() => blocks))
    t.match(await tryStep(run, { ...step, frees: 4096 }), want)
    run.dirs.closeAll()
  })

t.test('other ops share blocks or not', async (t) => {
  for (const op of ['delete', 'hardlink', 'symlink'] as const) {
    const { step } = pair(t, op)
    const run = runOn(telling(() => t.fail('it asked') as never))
    t.match(await tryStep(run, { ...step, frees: 4096 }), { status: 'would', freed: 4096 })
    run.dirs.closeAll()
  }
})

t.test('what is shared is not read', async (t) => {
  const { step } = pair(t, 'reflink')
  const run = runOn({ ...telling(() => SHARED), read: () => t.fail('it read') as never })
  await t.rejects(check(run, step), { code: 'shared' })
  run.dirs.closeAll()
})

t.test('a file that is gone says nothing of what it frees', async (t) => {
  const { step, scratch } = pair(t, 'reflink')
  const run = runOn(telling(() => OWN))
  const ready = await check(run, step)
  t.equal(await ownBlocks(run, ready), 1000)
  scratch.remove('dir/file')
  t.equal(await ownBlocks(run, ready), undefined, 'the step will say what is wrong')
  run.dirs.closeAll()
})

t.test('a crash after the blocks were shared: the step is done', async (t) => {
  const { step } = pair(t, 'reflink')
  let blocks = OWN
  const { run, row } = await journaledStep(
    t,
    step,
    telling(() => blocks),
  )
  blocks = SHARED
  t.match(await recover(run, SILENT, row, 'finish'), { status: 'LINKED', error: '' })
  const failing = { ...run, disk: { ...run.disk, open: fails('EIO') } }
  t.match(await recover(failing, SILENT, row, 'back').catch((error) => error), {
    status: 'SKIPPED',
  })
})
