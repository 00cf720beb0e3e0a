import t from 'tap'
import { spareBytes } from '../../lib/record/spare-bytes.js'

const copy = (bytes: number, names = 1, nlink = names) => ({ names, nlink, bytes })

// prettier-ignore
const cases: [what: string, copies: ReturnType<typeof copy>[], bytes: number][] = [
  ['none',                                    [],                                     0],
  ['one',                                     [copy(8)],                              0],
  ['two',                                     [copy(8), copy(8)],                     8],
  ['the largest stays',                       [copy(1), copy(8), copy(2)],            3],
  ['all names of both are there',             [copy(8, 2), copy(8)],                  8],
  ['one has a name elsewhere: that stays',    [copy(8, 1, 2), copy(8)],               8],
  ['both have names elsewhere',               [copy(8, 1, 2), copy(8, 1, 3)],         0],
]

for (const [what, copies, bytes] of cases)
  t.test(what, async (t) => {
    t.equal(spareBytes(copies), bytes)
  })
