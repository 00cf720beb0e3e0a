import t from 'tap'
import { Chains } from '../../lib/sort/chains.js'
import { NONE } from '../../lib/prefix/relations.js'

type Add = readonly [first: number, other: number]

// prettier-ignore
const cases: [name: string, adds: Add[], want: Record<number, number[]>][] = [
  ['alone',                        [],                       { 0: [0], 4: [4] }],
  ['two',                          [[0, 4]],                 { 0: [0, 4], 4: [4] }],
  ['three: the last comes second', [[0, 1], [0, 2]],         { 0: [0, 2, 1] }],
  ['a chain behind a chain',       [[0, 1], [2, 3], [0, 2]], { 0: [0, 2, 3, 1] }],
  ['one behind a chain',           [[2, 3], [2, 4], [2, 0]], { 2: [2, 0, 4, 3] }],
  ['two chains',                   [[0, 1], [2, 3]],         { 0: [0, 1], 2: [2, 3] }],
]

for (const [name, adds, want] of cases)
  t.test(name, async (t) => {
    const chains = new Chains(5)
    for (const [first, other] of adds) chains.add(first, other)
    for (const [first, all] of Object.entries(want)) {
      t.strictSame([...chains.from(Number(first))], all)
      t.equal(chains.count(Number(first)), all.length)
      t.equal(chains.after(Number(first)), all[1] ?? NONE)
    }
  })

t.test('a chain of 100,000', async (t) => {
  const chains = new Chains(100_000)
  for (let i = 1; i < 100_000; i++) chains.add(0, i)
  t.equal(new Set(chains.from(0)).size, 100_000)
})
