import t from 'tap'
import { finalRows, isDone } from '../../lib/apply/final-rows.js'
import { row } from '../helper/rows.js'

const [a, b] = [row({ id: 'a' }), row({ id: 'b' })]
const [doneA, doneB] = [
  { ...a, status: 'DELETED' },
  { ...b, status: 'SKIPPED' },
]

t.test('the last row of each step, last first', async (t) => {
  t.strictSame(finalRows([[a, b], [doneA], [doneB]]), [doneB, doneA])
  t.strictSame(finalRows([[a, b, doneB, doneA]]), [doneA, doneB])
  t.strictSame(finalRows([]), [])
})

t.test('steps without an end are among them', async (t) => {
  t.strictSame(finalRows([[a, b, doneB]]), [doneB, a])
})

t.test('a pool link is done when it is linked', async (t) => {
  t.notOk(isDone(row({ op: 'pool-link', status: 'DELETED' })))
  t.ok(isDone(row({ op: 'pool-link', status: 'LINKED' })))
})

for (const [status, done] of [
  ['DELETED', true],
  ['LINKED', true],
  ['MOVED', true],
  ['COPIED', true],
  ['SKIPPED', false],
  ['FAILED', false],
  ['CONFLICT', false],
] as const)
  t.test(status, async (t) => t.equal(isDone(row({ status })), done))
