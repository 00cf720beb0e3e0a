import t from 'tap'
import { tryStep, tryUnit } from '../../lib/apply/dry-run.js'
import type { Disk } from '../../lib/fs/disk.js'
import { realDisk } from '../../lib/fs/real-disk.js'
import type { Op } from '../../lib/record/step.js'
import { fails, runOn, UNASKED } from '../helper/apply-run.js'
import { pair } from '../helper/pair.js'
import { Scratch, step } from '../helper/scratch.js'

/** A disk on which every change fails the test. */
function looking(t: { fail: (message: string) => boolean }): Partial<Disk> {
  const changes = [
    'sync',
    'link',
    'rename',
    'renameNoReplace',
    'exchange',
    'unlink',
    'symlink',
    'mkdir',
  ].concat(['rmdir', 'create', 'write', 'clone', 'dedupe', 'setMetadata', 'syncNames', 'read'])
  return { ...UNASKED, ...Object.fromEntries(changes.map((name) => [name, () => t.fail(name)])) }
}

for (const op of ['delete', 'hardlink', 'reflink', 'symlink', 'move'] as Op[])
  t.test(`${op} would be done`, async (t) => {
    const { step } = pair(t, op)
    const result = await tryStep(runOn(looking(t)), step)
    t.match(result, {
      type: 'result',
      id: step.id,
      op,
      path: step.file.path,
      status: 'would',
      freed: op === 'move' ? 0 : step.frees,
    })
    t.notOk('error' in result)
  })

t.test('what would be refused', async (t) => {
  const { scratch, step } = pair(t, 'hardlink')
  scratch.remove('dir/file')
  scratch.link('dir/file', 'keep/keep')
  t.match(await tryStep(runOn(), step), { status: 'skipped', freed: 0, error: { code: 'already' } })
  scratch.remove('keep/keep')
  t.match(await tryStep(runOn(), step), { status: 'skipped', error: { code: 'gone' } })
})

t.test('what would fail', async (t) => {
  const { step } = pair(t, 'delete')
  const result = await tryStep(runOn({ open: fails('EACCES') }), step)
  t.match(result, { status: 'skipped', error: { code: 'EACCES' } })
})

t.test('no more would be freed than the file takes, whatever the plan says', async (t) => {
  const { step, file } = pair(t, 'delete')
  const claim = { ...step, frees: 2 ** 53 - 1, file: { ...file, blocks: 2 ** 44 } }
  t.match(await tryStep(runOn(), claim), { status: 'would', freed: step.frees })
})

t.test('a copy frees nothing', async (t) => {
  const scratch = new Scratch(t)
  const [file, keep] = [scratch.write('a', 'x'), scratch.write('b', 'x')]
  scratch.remove('a')
  const copy = step('copy', file, keep, { why: 'undo' })
  const { read: _, ...calls } = looking(t)
  t.match(await tryStep(runOn({ ...calls, read: realDisk().read }), copy), {
    status: 'would',
    freed: 0,
  })
})

t.test('steps that go together would be done together, or not at all', async (t) => {
  const scratch = new Scratch(t)
  const keep = scratch.write('keep', 'x')
  const unit = ['a', 'b'].map((name) => step('delete', scratch.write(name, 'x'), keep))
  t.match(await tryUnit(runOn(), unit), [{ status: 'would' }, { status: 'would' }])
  scratch.remove('b')
  t.match(await tryUnit(runOn(), unit), [
    { status: 'skipped', freed: 0, error: { code: 'links' } },
    { status: 'skipped', freed: 0, error: { code: 'gone' } },
  ])
})
