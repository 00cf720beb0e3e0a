import t from 'tap'
import { freedBytes } from '../../lib/record/freed-bytes.js'
import type { StepRecord } from '../../lib/record/step.js'
import { file } from '../helper/records.js'

// prettier-ignore
const cases: [what: string, frees: number, size: number, blocks: number | undefined, freed: number][] = [
  ['as planned',                       4096,       10, 8,         4096],
  ['less: another name counts it',     0,          10, 8,         0],
  ['more than it takes',               2 ** 53 - 1, 4096, 8,      4096],
  ['a sparse file',                    1_000_000,  1_000_000, 8,  4096],
  ['room taken beforehand',            1_048_576,  10, 2048,      1_048_576],
  ['nothing on the disk',              4096,       10, 0,         0],
  ['blocks not known, a small file',   4096,       10, undefined, 4096],
  ['blocks not known, its size',       5000,     5000, undefined, 5000],
  ['blocks not known, far too much',   2 ** 53 - 1, 5000, undefined, 8192],
  ['blocks not known, an empty file',  7,           0, undefined, 0],
]

for (const [what, frees, size, blocks, freed] of cases)
  t.test(what, async (t) => {
    const { blocks: _, ...known } = file('/f', { size })
    const one = { ...known, ...(blocks !== undefined && { blocks }) }
    t.equal(freedBytes({ frees, file: one } as StepRecord), freed)
  })

t.test('what is on the disk counts, not what the record says', async (t) => {
  const step = { frees: 2 ** 40, file: file('/f', { size: 1, blocks: 2 ** 40 }) } as StepRecord
  t.equal(freedBytes(step, { size: 1, blocks: 8 }), 4096)
})
