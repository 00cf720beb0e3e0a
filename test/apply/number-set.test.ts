import t from 'tap'
import { NumberSet } from '../../lib/apply/number-set.js'

function setOf(...numbers: readonly number[]): NumberSet {
  const set = new NumberSet()
  for (const number of numbers) set.add(number)
  set.sort()
  return set
}

// prettier-ignore
const repeated: [name: string, numbers: number[], want: number[]][] = [
  ['nothing',               [],                        []],
  ['one',                   [7],                       []],
  ['no two the same',       [3, 1, 2],                 []],
  ['apart',                 [1, 2, 1],                 [1]],
  ['three times',           [5, 5, 5, 4],              [5]],
  ['zero',                  [0, 1, 0],                 [0]],
  ['the largest',           [2 ** 52, 1, 2 ** 52],     [2 ** 52]],
]

for (const [name, numbers, want] of repeated)
  t.test(`repeated: ${name}`, async (t) => {
    t.strictSame([...setOf(...numbers).repeated()], want)
    for (const number of numbers) t.ok(setOf(...numbers).has(number))
    for (const other of [-1, 0.5, 6, 2 ** 53]) t.notOk(setOf(...numbers).has(other))
  })

t.test('shared with another, which need not be sorted', async (t) => {
  const other = new NumberSet()
  for (const number of [9, 2, 2, 8]) other.add(number)
  t.strictSame([...setOf(1, 2, 8).shared(other)].sort(), [2, 8])
  t.strictSame([...setOf().shared(other)], [])
})

t.test('it grows, and moves where there is no room', async (t) => {
  const set = new NumberSet()
  const count = 1_200_000
  for (let i = 0; i < count; i++) set.add((i * 7919) % count)
  set.sort()
  t.equal(set.repeated().size, 0)
  t.ok(set.has(0) && set.has(count - 1) && set.has(65_536) && set.has(2 ** 20) && !set.has(count))
})
