import t from 'tap'
import { spareBytes, type Copy } from '../../lib/record/spare-bytes.js'

const copy = (bytes: number, names = 1, nlink = 1): Copy => ({ names, nlink, bytes })

// prettier-ignore
const cases: [name: string, copies: Copy[], want: number][] = [
  ['no copy',                                     [],                                        0],
  ['one',                                         [copy(8)],                                 0],
  ['two: one stays',                              [copy(8), copy(8)],                        8],
  ['three',                                       [copy(8), copy(8), copy(8)],               16],
  ['the largest stays, wherever it is',           [copy(4), copy(9), copy(2)],               6],
  ['the largest first',                           [copy(9), copy(4), copy(2)],               6],
  ['the largest last',                            [copy(2), copy(4), copy(9)],               6],
  ['several of the largest',                      [copy(9), copy(9), copy(4)],               13],
  ['a copy that takes nothing',                   [copy(0), copy(8)],                        0],
  ['none takes anything',                         [copy(0), copy(0)],                        0],
  ['all names of a copy are there',               [copy(8, 2, 2), copy(8)],                  8],
  ['one with a name elsewhere stays',             [copy(8, 1, 2), copy(8), copy(5)],         13],
  ['also if it is smaller',                       [copy(1, 1, 2), copy(8), copy(5)],         13],
  ['one with a name elsewhere, alone',            [copy(8, 1, 2)],                           0],
  ['two of those: neither goes',                  [copy(8, 1, 2), copy(8, 2, 3)],            0],
  ['more names than links: one went meanwhile',   [copy(8, 3, 2), copy(8)],                  8],
  ['a file without a link that is counted',       [copy(8, 1, 0), copy(8)],                  8],
  ['more than 2^32 bytes',                        [copy(2 ** 40), copy(2 ** 40 + 512)],      2 ** 40],
  ['as many copies as there may be',              Array.from({ length: 300_000 }, () => copy(1)), 299_999],
]

for (const [name, copies, want] of cases)
  t.test(name, async (t) => t.equal(spareBytes(copies), want))
