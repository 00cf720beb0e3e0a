import t from 'tap'
import { tryStep } from '../../lib/apply/dry-run.js'
import { parseResult, type ResultRecord } from '../../lib/record/result.js'
import { runOn } from '../helper/apply-run.js'
import { file } from '../helper/records.js'
import { refusals } from '../helper/refusals.js'
import { step } from '../helper/scratch.js'

t.test('the fields of a result, in their order', async (t) => {
  const { path: _, ...rest } = file('/')
  const bytes = { ...rest, path64: Buffer.from('/none/\xff', 'latin1').toString('base64') } as const
  const fields = (result: ResultRecord) => Object.keys(JSON.parse(JSON.stringify(result)))
  const start = ['type', 'id', 'op']
  const end = ['status', 'freed', 'error']
  const plain = await tryStep(runOn(), step('delete', file('/none/a'), file('/none/b')))
  t.strictSame(fields(plain), [...start, 'path', ...end])
  const odd = await tryStep(runOn(), step('delete', bytes, file('/none/b')))
  t.strictSame(fields(odd), [...start, 'path64', ...end])
  const far = await tryStep(runOn(), step('delete', file('/a', { host: 'nas' }), file('/b')))
  t.strictSame(fields(far), [...start, 'path', 'host', ...end])
})

const error = { code: 'EACCES', message: 'permission denied' }
const result = { type: 'result', id: 'x', op: 'delete', path: '/a', status: 'failed', freed: 0 }

t.test('a result record', (t) =>
  refusals(
    t,
    parseResult,
    { ...result, error },
    ['type', 'id', 'op', 'path', 'status', 'freed'],
    [
      [{ type: 'step' }, 'type'],
      [{ op: 'kill' }, 'op'],
      [{ path: 'a' }, 'path'],
      [{ host: '/' }, 'host'],
      [{ status: 'DONE' }, 'status'],
      [{ freed: -1 }, 'freed'],
      [{ error: null }, 'error'],
      [{ error: { code: 'EACCES' } }, 'error.message'],
      [{ error: { message: 'no' } }, 'error.code'],
      [{ note: [] }, 'note'],
      [{ note: { code: 'owner' } }, 'note.message'],
    ],
  ),
)

t.test('what was done has no error', async (t) => {
  t.equal(parseResult(result), result)
})
