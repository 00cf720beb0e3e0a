import { PassThrough, Writable } from 'node:stream'
import t from 'tap'
import { Results } from '../../lib/cli/results.js'
import type { Fault } from '../../lib/record/fault.js'
import type { ResultRecord, Status } from '../../lib/record/result.js'
import { errno } from '../helper/apply-run.js'
import { records } from '../helper/run.js'

function result(status: Status, freed: number, code?: string): ResultRecord {
  const error = code === undefined ? {} : { error: { code, message: `it is ${code}` } }
  return { type: 'result', id: 'x', op: 'delete', path: '/a', status, freed, ...error }
}

const all = [
  result('done', 1024),
  result('done', 512),
  result('skipped', 0, 'changed'),
  result('skipped', 0, 'already'),
  result('skipped', 0, 'back'),
  result('failed', 0, 'EIO'),
]

t.test('results go out, failures are told, all are counted', async (t) => {
  const out = new PassThrough()
  const faults: Fault[] = []
  const results = new Results(out, (fault) => faults.push(fault))
  await results.write(all)
  t.strictSame(records(String(out.read())), all)
  t.match(faults, [
    { doing: 'delete', path: { path: '/a' }, cause: new Error('it is changed') },
    { doing: 'delete', path: { path: '/a' }, cause: new Error('it is EIO') },
  ])
  t.equal(faults.length, 2, 'what is done already, or taken back, is no failure')
  t.equal(results.summary(false), '2 steps done, freeing 1.5 KiB; 3 skipped, 1 failed')
})

t.test('what was done, but not wholly, is told, too', async (t) => {
  const faults: Fault[] = []
  const results = new Results(new PassThrough(), (fault) => faults.push(fault))
  await results.write([{ ...result('done', 0), note: { code: 'owner', message: 'not its owner' } }])
  t.match(faults, [{ doing: 'delete', path: { path: '/a' }, cause: new Error('not its owner') }])
  t.match(results.summary(false), /^1 step done/)
})

t.test('files that cannot be linked any more are told at once, and are no failures', async (t) => {
  const results = new Results(new PassThrough(), () => void t.fail('a fault'))
  t.strictSame(results.notes, [])
  await results.write([result('skipped', 0, 'full'), result('skipped', 0, 'already')])
  t.match(results.notes, [/^1 file stays as it is: no more hard links/])
  await results.write([result('skipped', 0, 'full')])
  t.match(results.notes, [/^2 files stay as they are: /])
})

t.test('a dry run', async (t) => {
  const results = new Results(new PassThrough(), () => {})
  await results.write([result('would', 7)])
  t.match(results.summary(true), /^1 step would be done, freeing 7 B; .*nothing was changed/)
})

function broken(code: string): Writable {
  return new Writable({ write: (_chunk, _encoding, done) => done(errno(code)) })
}

t.test('a reader that leaves stops nothing', async (t) => {
  const results = new Results(
    broken('EPIPE').on('error', () => {}),
    () => {},
  )
  await results.write(all)
  await results.write(all)
  t.match(results.summary(false), /^4 steps done/)
})

t.test('a full disk does', async (t) => {
  const results = new Results(
    broken('ENOSPC').on('error', () => {}),
    () => {},
  )
  await t.rejects(results.write(all), { code: 'ENOSPC' })
})
