import t from 'tap'
import { bytesNeeded } from '../../lib/prefix/bucket.js'

// prettier-ignore
const cases: [name: string, lengths: number[], want: number][] = [
  ['nobody',                                  [],        0],
  ['one concerns nobody',                     [9],       0],
  ['two: the shorter',                        [9, 4],    4],
  ['two: the shorter, if it comes first',     [4, 9],    4],
  ['two alike: all of both',                  [9, 9],    9],
  ['the second longest, last',                [1, 9, 4], 4],
  ['the second longest, in between',          [9, 4, 1], 4],
  ['rising',                                  [1, 4, 9], 4],
  ['the longest twice',                       [9, 1, 9], 9],
]

for (const [name, lengths, want] of cases)
  t.test(name, async (t) => {
    const members = lengths.map((length, file) => ({ file, length, size: length + 100 }))
    t.equal(bytesNeeded(members), want)
  })
