import t from 'tap'
import { runsByKey } from '../../lib/sort/runs-by-key.js'

const TOP = 2 ** 32 - 1

// prettier-ignore
const cases: [name: string, keys: number[], order: number[], runs: number[][]][] = [
  ['none',                          [],                       [],              []],
  ['one',                           [7],                      [0],             []],
  ['all unlike',                    [3, 1, 2],                [1, 2, 0],       []],
  ['all alike keep their order',    [5, 5, 5],                [0, 1, 2],       [[0, 1, 2]]],
  ['two runs',                      [9, 1, 9, 1, 4],          [1, 3, 4, 0, 2], [[1, 3], [0, 2]]],
  ['the least and the largest',     [TOP, 0, TOP, 0],         [1, 3, 0, 2],    [[1, 3], [0, 2]]],
  ['large keys, one apart',         [TOP, TOP - 1, TOP, TOP - 2], [3, 1, 0, 2], [[0, 2]]],
  ['over 2^31',                     [2 ** 31, 2 ** 31 - 1, 2 ** 31], [1, 0, 2], [[0, 2]]],
]

for (const [name, keys, order, runs] of cases)
  t.test(name, async (t) => {
    const items = Uint32Array.from(keys.keys())
    const found = runsByKey(items, (item) => keys[item]!)
    t.strictSame([...items], order)
    t.strictSame(
      found.map((run) => [...run]),
      runs,
    )
  })

t.test('items need not count from 0', async (t) => {
  const items = Uint32Array.of(70, 12, TOP, 13)
  const found = runsByKey(items, (item) => item % 10)
  t.strictSame([...items], [70, 12, 13, TOP])
  t.strictSame(found, [])
})

for (const count of [2 ** 21, 2 ** 21 + 1])
  t.test(`${count} items: the same as of few`, async (t) => {
    const keyOf = (item: number) => (Math.imul(item >>> 1, 2654435761) >>> 0) % 1_000_003
    const items = new Uint32Array(count).map((_, i) => i)
    const runs = runsByKey(items, keyOf)
    let wrong = 0
    for (let i = 1; i < count; i++) {
      const [a, b] = [items[i - 1]!, items[i]!]
      const [x, y] = [keyOf(a), keyOf(b)]
      if (x > y || (x === y && a > b)) wrong++
    }
    t.equal(wrong, 0)
    const keys = new Set(items.map(keyOf))
    t.ok(runs.every((run) => run.length > 1 && run.every((item) => keyOf(item) === keyOf(run[0]!))))
    const inRuns = runs.reduce((sum, run) => sum + run.length, 0)
    t.equal(count - inRuns, keys.size - runs.length, 'who is in none is alone')
  })
