import t from 'tap'
import { finalRows, isDone, Unfinished } from '../../lib/apply/final-rows.js'
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

t.test('steps without an end', async (t) => {
  t.throws(
    () => finalRows([[a, b, doneB]]),
    new Unfinished('1 step of the journal has no end: first give it to dd-apply --apply --resume'),
  )
  t.throws(() => finalRows([[a, b]]), { message: /^2 steps of the journal have no end/ })
  const linked = row({ op: 'pool-link', status: 'DELETED' })
  t.throws(() => finalRows([[linked]]), { message: /^1 step/ }, 'a pool link ends with LINKED')
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
