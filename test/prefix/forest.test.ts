import t from 'tap'
import { wholeFiles } from '../../lib/prefix/forest.js'
import { NONE } from '../../lib/prefix/relations.js'
import { randomFrom } from '../helper/random.js'

/** By number; larger is better. */
const byNumber = (a: number, b: number) => a - b

// prettier-ignore
const cases: [name: string, parent: number[], want: Record<number, number>][] = [
  ['none',                                [],                               {}],
  ['a file alone',                        [NONE],                           {}],
  ['a beginning',                         [NONE, 0],                        { 0: 1 }],
  ['the other way round',                 [1, NONE],                        { 1: 0 }],
  ['a chain: all to its end',             [NONE, 0, 1, 2],                  { 0: 3, 1: 3, 2: 3 }],
  ['a branch: the better end',            [NONE, 0, 0],                     { 0: 2 }],
  ['the better end, not the longer way',  [NONE, 0, 0, 1],                  { 0: 3, 1: 3 }],
  ['each to the end of its own branch',   [NONE, 0, 0, 1, 2],               { 0: 4, 1: 3, 2: 4 }],
  ['an inner file is no end',             [4, 0, 0, NONE, 3],               { 0: 2, 3: 2, 4: 2 }],
  ['two trees',                           [NONE, 0, NONE, 2],               { 0: 1, 2: 3 }],
]

for (const [name, parent, want] of cases)
  t.test(name, async (t) => {
    const forest = { parent: Int32Array.from(parent), prefer: byNumber }
    t.strictSame(Object.fromEntries(wholeFiles(parent.keys(), forest)), want)
    t.strictSame(Object.fromEntries(wholeFiles([...parent.keys()].reverse(), forest)), want)
  })

t.test('files that were not asked for do not count', async (t) => {
  const parent = Int32Array.of(NONE, 0, 0, 2)
  t.strictSame(Object.fromEntries(wholeFiles([0, 1], { parent, prefer: byNumber })), { 0: 1 })
})

t.test('a chain of 100,000', async (t) => {
  const count = 100_000
  const parent = Int32Array.from({ length: count }, (_, i) => i - 1)
  const found = wholeFiles(parent.keys(), { parent, prefer: byNumber })
  t.equal(found.size, count - 1)
  t.ok([...found.values()].every((whole) => whole === count - 1))
})

t.test('random forests: the best of all ends above', async (t) => {
  const random = randomFrom(6)
  for (let round = 0; round < 200; round++) {
    const count = 1 + Math.floor(random() * 20)
    const parent = Int32Array.from({ length: count }, (_, i) => Math.floor(random() * (i + 1)) - 1)
    const value = Array.from({ length: count }, () => random())
    const children = (file: number) => [...parent.keys()].filter((other) => parent[other] === file)
    const ends = (file: number): number[] => {
      const above = children(file)
      return above.length === 0 ? [file] : above.flatMap(ends)
    }
    const best = (file: number) => ends(file).sort((a, b) => value[b]! - value[a]!)[0]!
    const inner = [...parent.keys()].filter((file) => children(file).length > 0)
    const want = Object.fromEntries(inner.map((file) => [file, best(file)]))
    const prefer = (a: number, b: number) => value[a]! - value[b]!
    t.strictSame(Object.fromEntries(wholeFiles(parent.keys(), { parent, prefer })), want)
  }
})
