import { readlinkSync } from 'node:fs'
import t from 'tap'
import { act, check } from '../../lib/apply/act.js'
import type { Op } from '../../lib/record/step.js'
import type { Disk } from '../../lib/fs/disk.js'
import { fails, runOn, UNASKED } from '../helper/apply-run.js'
import { cannotMount, loopFs, tmpfs } from '../helper/mounts.js'
import { noNative } from '../helper/native.js'
import { BOTH, carryOut, pair, TEMP } from '../helper/pair.js'
import { Scratch, step } from '../helper/scratch.js'

const LEFT = ['dir/', 'keep/', 'keep/keep']

// prettier-ignore
const ops: [op: Op, status: string, names: (root: string) => string[]][] = [
  ['delete',   'DELETED', () => LEFT],
  ['hardlink', 'LINKED',  () => BOTH],
  ['symlink',  'LINKED',  (root) => ['dir/', `dir/file -> ${root}/keep/keep`, 'keep/', 'keep/keep']],
  ['move',     'MOVED',   () => [...LEFT, 'to/', 'to/file']],
]

for (const [op, status, names] of ops)
  t.test(op, async (t) => {
    const { scratch, step } = pair(t, op)
    t.equal(await carryOut(runOn(), step), status)
    t.strictSame(scratch.names(), names(scratch.root))
  })

t.test('what the ops make', async (t) => {
  const link = pair(t, 'hardlink')
  await carryOut(runOn(), link.step)
  t.equal(link.scratch.stat('dir/file').ino, link.scratch.stat('keep/keep').ino)
  const symlink = pair(t, 'symlink')
  await carryOut(runOn(), symlink.step)
  t.equal(readlinkSync(symlink.scratch.at('dir/file')), symlink.keep.path)
})

// prettier-ignore
const cannot: [op: Op, calls: Partial<Disk>, code: string][] = [
  ['hardlink', { link: fails('EMLINK') },     'full'],
  ['hardlink', { exchange: fails('EMLINK') }, 'full'],
  ['hardlink', { link: fails('EXDEV') },      'EXDEV'],
  ['hardlink', { link: fails('EPERM') },      'EPERM'],
  ['symlink',  { symlink: fails('ENOSPC') },  'ENOSPC'],
  ['symlink',  { symlink: fails('EROFS') },   'EROFS'],
  ['delete',   { renameAside: fails('EDQUOT') }, 'EDQUOT'],
  ['reflink',  { ...UNASKED, dedupe: undefined as never, clone: fails('ENOTSUP') }, 'ENOTSUP'],
  ['reflink',  { ...UNASKED, dedupe: fails('EIO') }, 'EIO'],
]

for (const [op, calls, code] of cannot)
  t.test(`${op}: ${code}, and all is as before`, async (t) => {
    const { scratch, step } = pair(t, op)
    const picture = scratch.picture()
    t.equal(await carryOut(runOn(calls), step), code)
    t.strictSame(scratch.picture(), picture)
  })

t.test(
  'an action that cannot be done does not become another one',
  { skip: cannotMount() },
  async (t) => {
    const { scratch, step: planned } = pair(t, 'hardlink')
    const other = new Scratch(t, tmpfs(t))
    const keep = other.write('keep', 'the same content')
    t.equal(await carryOut(runOn(), { ...planned, keep }), 'EXDEV')
    t.equal(await carryOut(runOn(), { ...planned, op: 'reflink', keep }), 'EXDEV')
    t.strictSame(scratch.names(), BOTH)
  },
)

// On btrfs blocks can be shared: by the kernel, in place, or else by a clone.
t.test('reflink', { skip: noNative || cannotMount('btrfs') }, async (t) => {
  const mount = loopFs(t, 'btrfs', 128)
  const content = 'x'.repeat(100_000)

  t.test('by the kernel: not even the inode changes', async (t) => {
    const { scratch, step } = pair(t, 'reflink', {}, content, mount)
    const picture = scratch.picture()
    const { ino, ctimeNs } = scratch.stat('dir/file')
    t.equal(await carryOut(runOn(), step), 'LINKED')
    t.match(scratch.stat('dir/file'), { ino, ctimeNs })
    t.strictSame(scratch.picture(), picture)
  })

  for (const [name, dedupe] of [
    ['without the call', undefined],
    ['where it is refused', fails('EOPNOTSUPP')],
  ] as const)
    t.test(`by a clone, ${name}`, async (t) => {
      const { scratch, step } = pair(t, 'reflink', {}, content, mount)
      const [picture, { ino }] = [scratch.picture(), scratch.stat('dir/file')]
      t.equal(await carryOut(runOn({ dedupe: dedupe as never }), step), 'LINKED')
      t.not(scratch.stat('dir/file').ino, ino)
      t.strictSame(scratch.picture(), picture, 'names, bytes, owner, mode and time are the same')
    })

  t.test('bytes that differ after all', async (t) => {
    const { scratch, step } = pair(t, 'reflink', {}, content, mount)
    t.equal(await carryOut(runOn({ dedupe: () => false }), step), 'differs')
    t.strictSame(scratch.names(), BOTH)
  })
})

t.test('ops without what they need', async (t) => {
  const { step: planned } = pair(t, 'delete')
  t.equal(await carryOut(runOn(), { ...planned, op: 'pool-link' }), 'unknown')
  const scratch = new Scratch(t)
  const run = runOn()
  const ready = await check(run, step('delete', scratch.write('empty', '')))
  for (const op of ['hardlink', 'symlink'] as const)
    await t.rejects(
      act(run, { ...ready, step: { ...ready.step, op } }, TEMP, () => {}),
      {
        code: 'no-keeper',
      },
    )
  t.strictSame(scratch.names(), ['empty'])
  run.dirs.closeAll()
})
