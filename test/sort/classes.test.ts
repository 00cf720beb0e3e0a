import t from 'tap'
import { classesOf, eachClass } from '../../lib/sort/classes.js'
import { linear } from '../helper/counted-work.js'
import { pick, randomFrom, shuffled } from '../helper/random.js'

type Hash = (key: number) => number

/** The classes of items whose keys are equal. */
function classes(
  items: readonly number[],
  keyOf: (item: number) => number,
  hash: Hash = (key) => key,
) {
  const given = Uint32Array.from(items)
  const sums = Int32Array.from(items, (item) => hash(keyOf(item)))
  const made = classesOf(given, sums, (a, b) => keyOf(a) === keyOf(b)) // prettier-ignore
  t.strictSame([...given], items, 'the items are left as they are')
  t.equal(made.ends.at(-1) ?? 0, items.length)
  return [...eachClass(made)].map((items) => [...items])
}

// prettier-ignore
const cases: [what: string, items: number[], keys: number[], want: number[][]][] = [
  ['none',                                [],              [],                              []],
  ['one',                                 [0],             [7],                             [[0]]],
  ['all alike keep their order',          [2, 0, 1],       [7, 7, 7],                       [[2, 0, 1]]],
  ['all unlike keep theirs',              [1, 2, 0],       [9, 1, 5],                       [[1], [2], [0]]],
  ['classes come as their first items do', [0, 1, 2, 3, 4], [5, 1, 5, 1, 3],                [[0, 2], [1, 3], [4]]],
  ['only items that are given',           [3, 0],          [7, 7, 7, 7],                    [[3, 0]]],
  ['an item that is given twice',         [1, 0, 1],       [2, 3],                          [[1, 1], [0]]],
  ['the largest keys',                    [0, 1, 2],       [2 ** 32 - 1, 0, 2 ** 32 - 1],   [[0, 2], [1]]],
  ['keys with a sign',                    [0, 1, 2],       [-1, -(2 ** 31), -1],             [[0, 2], [1]]],
  ['keys that agree in 32 bits',          [0, 1, 2],       [1, 2 ** 32 + 1, 1],             [[0, 2], [1]]],
]

// prettier-ignore
const hashes: [what: string, hash: Hash][] = [
  ['their own',                  (key) => key],
  ['of 32 bits',                 (key) => key | 0],
  ['one for all',                () => 0],
  ['the same, with a sign',      () => -1],
  ['all in the highest bits',    (key) => key << 30],
]

for (const [what, items, keys, want] of cases)
  for (const [how, hash] of hashes)
    t.test(`${what}, hashes: ${how}`, async (t) => {
      t.strictSame(
        classes(items, (item) => keys[item]!, hash),
        want,
      )
    })

t.test('the largest item', async (t) => {
  const top = 2 ** 32 - 1
  t.strictSame(classes([top, 5, top], (item) => item), [[top, top], [5]]) // prettier-ignore
})

t.test('as a Map does it', async (t) => {
  for (let seed = 1; seed <= 100; seed++) {
    const random = randomFrom(seed)
    const count = Math.floor(random() * pick([3, 30, 1000], random))
    const kinds = pick([1, 2, 10, 1000, 2 ** 32], random)
    const step = pick([1, 2 ** 16, 2 ** 32, 4096], random)
    const keys = Array.from({ length: count }, () => step * Math.floor(random() * kinds))
    const items = shuffled([...keys.keys()], random).slice(0, count * random() + 1)
    const want = new Map<number, number[]>()
    for (const item of items) want.set(keys[item]!, [...(want.get(keys[item]!) ?? []), item])
    const [, hash] = pick(count > 100 ? hashes.slice(0, 2) : hashes, random)
    t.strictSame(
      classes(items, (item) => keys[item]!, hash),
      [...want.values()],
      `seed ${seed}`,
    )
  }
})

// prettier-ignore
const many: [what: string, keyOf: (item: number) => number][] = [
  ['all alike',                    () => 5],
  ['all unlike, side by side',     (item) => item],
  ['apart by pages',               (item) => item * 4096],
  ['apart by 64 KiB',              (item) => item * 2 ** 16],
  ['pairs',                        (item) => item >> 1],
]

for (const [what, keyOf] of many)
  t.test(`the work grows with the items: ${what}`, async (t) => {
    await linear(t, (n) => classes([...Array(n).keys()], keyOf), 4000)
  })
