import t from 'tap'
import { changedNote, grouping, type Flags } from '../../lib/group/grouping.js'

const FLAGS: Flags = { by: 'hash', minCopies: 2, memory: 2 ** 30 }

// prettier-ignore
const cases: [name: string, flags: Partial<Flags>, wanted: number[], asGroups: boolean][] = [
  ['as it comes',            {},                             [2, 3, 4, 5], true],
  ['by size',                { by: 'size' },                 [2, 3, 4, 5], false],
  ['by head',                { by: 'head' },                 [2, 3, 4, 5], false],
  ['at least three',         { minCopies: 3 },               [3, 4, 5],    true],
  ['at least three by size', { by: 'size', minCopies: 3 },   [3, 4, 5],    false],
  ['unique',                 { unique: true },               [1],          false],
  ['fewer than four',        { rfUnder: 4 },                 [1, 2, 3],    false],
  ['fewer than two',         { rfUnder: 2 },                 [1],          false],
  ['unique by size',         { by: 'size', unique: true },   [1],          false],
]

for (const [name, flags, wanted, asGroups] of cases)
  t.test(name, async (t) => {
    const found = grouping({ ...FLAGS, ...flags })
    t.strictSame([1, 2, 3, 4, 5].filter(found.wanted), wanted)
    t.equal(found.asGroups, asGroups)
    t.equal(found.by, flags.by ?? 'hash')
  })

const MiB = 2 ** 20

// prettier-ignore
const budgets: [memory: number, budget: number][] = [
  [1024 * MiB, 924 * MiB],
  [200 * MiB,  100 * MiB],
  [104 * MiB,  13 * MiB],
  [80 * MiB,   10 * MiB],
  [0,          1 * MiB],
]

for (const [memory, budget] of budgets)
  t.test(`of ${memory / MiB} MiB, ${budget / MiB} are for records`, async (t) => {
    t.equal(grouping({ ...FLAGS, memory }).budgetBytes, budget)
  })

t.test('a note counts', async (t) => {
  t.match(changedNote(1), /^1 name came twice/)
  t.match(changedNote(2), /^2 names came twice/)
})
