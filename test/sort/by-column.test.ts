import t from 'tap'
import { sortByColumn, upTo } from '../../lib/sort/by-column.js'
import { randomFrom } from '../helper/random.js'

t.test('numbers up to a number', async (t) => {
  t.strictSame([...upTo(3)], [0, 1, 2])
  t.strictSame([...upTo(0)], [])
})

// prettier-ignore
const columns: [what: string, column: number[]][] = [
  ['nothing',                    []],
  ['one',                        [7]],
  ['all equal',                  [5, 5, 5]],
  ['around both digits',         [2 ** 16, 2 ** 16 - 1, 2 ** 32 - 1, 0, 2 ** 16 + 1, 2 ** 31]],
  ['equal in the lower digit',   [3 * 2 ** 16, 2 ** 16, 2 * 2 ** 16]],
  ['equal in the upper digit',   [3, 1, 2]],
]

/** So many that they are sorted by their digits. */
const MANY = 2000

for (const times of [1, MANY])
  for (const [what, items] of columns)
    t.test(`${what}, ${times} times`, async (t) => {
      const column = Array(times).fill(items).flat() as number[]
      const places = upTo(column.length)
      sortByColumn(places, Uint32Array.from(column))
      const want = [...column.keys()].sort((a, b) => column[a]! - column[b]! || a - b)
      t.strictSame([...places], want)
    })

t.test(
  'some places of a longer column, and those that are equal stay in their order',
  async (t) => {
    const random = randomFrom(1)
    for (const length of [10, 500, 500, 500, 2040, 2050, 2060, 5000, 70_000]) {
      const column = Uint32Array.from({ length }, () => Math.floor(random() * 4) * 2 ** 15)
      const places = upTo(length).filter(() => random() < 0.5)
      const sorted = places.slice()
      sortByColumn(sorted, column)
      const want = [...places.keys()]
        .sort((a, b) => column[places[a]!]! - column[places[b]!]! || a - b)
        .map((i) => places[i]!)
      t.strictSame([...sorted], want)
    }
  },
)
