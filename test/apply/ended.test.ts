import { symlinkSync } from 'node:fs'
import t from 'tap'
import { ended, now, refused, unsettled } from '../../lib/apply/ended.js'
import { Conflict, Refusal, Stranded } from '../../lib/apply/refusal.js'
import type { Status } from '../../lib/record/result.js'
import { OPS } from '../../lib/record/step.js'
import { errno, fails, runOn } from '../helper/apply-run.js'
import { file } from '../helper/records.js'
import { row } from '../helper/rows.js'
import { Scratch, step } from '../helper/scratch.js'

const one = step('delete', file('/dir/file', { blocks: 16 }), file('/keep'))

// prettier-ignore
const ends: [journaled: string, status: Status, freed: number][] = [
  ['DELETED',  'done',    8192],
  ['LINKED',   'done',    8192],
  ['MOVED',    'done',    8192],
  ['SKIPPED',  'skipped', 0],
  ['FAILED',   'failed',  0],
  ['CONFLICT', 'failed',  0],
]

for (const [journaled, status, freed] of ends)
  t.test(`${journaled} is ${status}`, async (t) => {
    const { result, row: last, step } = ended(one, row({ status: journaled, time: 'long ago' }))
    const { id, op, file } = one
    t.strictSame(result, {
      type: 'result',
      id,
      op,
      path: file.path,
      status,
      freed,
    } as typeof result)
    t.match(last, { ...row({ status: journaled }), time: /^\d{4}-\d\d-\d\dT[\d:.]+Z$/ })
    t.equal(step, one)
  })

t.test('what is done frees what its step says, and an error is told', async (t) => {
  for (const op of OPS) {
    const { result } = ended({ ...one, op }, row({ status: 'DONE' }))
    t.equal(result.freed, 8192, op)
  }
  const { result } = ended(one, row({ status: 'FAILED' }), 'EIO', 'read: i/o error')
  t.strictSame(result.error, { code: 'EIO', message: 'read: i/o error' })
  const far = { ...one, file: { ...one.file, host: 'nas1' } }
  t.match(ended(far, row()).result, { host: 'nas1' })
})

// prettier-ignore
const refusals: [name: string, error: Error, status: Status, code: string, column: string, last: string][] = [
  ['not as planned', new Refusal('changed', 'it grew'), 'skipped', 'changed',  'changed: it grew', 'SKIPPED'],
  ['a conflict',     new Conflict('both kept'),         'failed',  'conflict', 'conflict: both kept', 'CONFLICT'],
  ['stranded',       new Stranded('kept as x'),         'failed',  'stranded', 'stranded: kept as x', 'FAILED'],
  ['of the system',  errno('EACCES'),                   'failed',  'EACCES',   'EACCES: EACCES: made up', 'FAILED'],
]

for (const [name, error, status, code, column, last] of refusals)
  t.test(`refused: ${name}`, async (t) => {
    const run = runOn()
    const { result, row, dir } = refused(run, one, error)
    t.match(result, { status, freed: 0, error: { code } })
    t.match(row, { status: last, error: column, filepath: '/dir/file', keep: '/keep', id: one.id })
    t.equal(dir, undefined, 'nothing is to be synced')
    run.dirs.closeAll()
  })

t.test('a fault of ours is no refusal', async (t) => {
  t.throws(() => refused(runOn(), one, new TypeError('x is not a function')), TypeError)
})

t.test(
  'refused: the journal has the name without symbolic links, the result as planned',
  async (t) => {
    const scratch = new Scratch(t)
    const { root: _, ...record } = scratch.write('real/a') as Extract<
      ReturnType<Scratch['write']>,
      { path: string }
    >
    symlinkSync('real', scratch.at('alias'))
    const path = `${scratch.root}/alias/a`
    const run = runOn()
    t.teardown(() => run.dirs.closeAll())
    const gone = new Refusal('gone', 'is gone')
    for (const [name, root, filepath] of [
      ['no root', undefined, `${scratch.root}/real/a`],
      ['the root is one', `${scratch.root}/alias`, `${scratch.root}/real/a`],
      ['one is below the root, and not followed', scratch.root, path],
    ] as const) {
      const seen = { ...record, path, ...(root && { root }) } as typeof one.file
      const told = refused(run, step('delete', seen), gone)
      t.equal(told.row?.filepath, filepath, name)
      t.match(told.result, { path }, name)
    }
  },
)

t.test('refused: a step of another machine is not looked for here', async (t) => {
  const run = runOn({ openDir: () => t.fail('looked') as never })
  const far = { ...one, file: { ...one.file, host: 'nas1' } }
  t.match(refused(run, far, new Refusal('other-host', 'far')).row, { filepath: '/dir/file' })
})

t.test('refused: a name that cannot be looked at is told as it was planned', async (t) => {
  const run = runOn({ openDir: fails('EMFILE') })
  t.match(refused(run, one, errno('EMFILE')), {
    row: { filepath: '/dir/file' },
    result: { error: { code: 'EMFILE' } },
  })
})

// prettier-ignore
const open: [name: string, why: unknown, code: string, message: string][] = [
  ['an error of the system', errno('EIO'), 'EIO', 'EIO: made up; it has no end yet: --resume or --rollback'],
  ['a call that failed', Object.assign(errno('EIO'), { syscall: 'fsync' }), 'EIO', 'fsync: EIO; it has no end yet: --resume or --rollback'],
  ['stranded', new Stranded('kept as x'), 'stranded', 'kept as x; it has no end yet: --resume or --rollback'],
  ['how it was settled', { status: 'FAILED', error: '', code: 'EIO', message: 'i/o', unsettled: true }, 'EIO', 'i/o; it has no end yet: --resume or --rollback'],
  ['nobody knows why', { status: 'FAILED', error: '', unsettled: true }, 'unsettled', '; it has no end yet: --resume or --rollback'],
]

for (const [name, why, code, message] of open)
  t.test(`unsettled: ${name}`, async (t) => {
    const { row, result, dir } = unsettled(one, why)
    t.strictSame([row, dir], [undefined, undefined], 'its PENDING row stays the last one')
    t.match(result, { status: 'failed', freed: 0 })
    t.strictSame(result.error, { code, message })
  })

t.test('time is that of the world', async (t) => {
  t.ok(Math.abs(Date.parse(now()) - Date.now()) < 60_000)
})
