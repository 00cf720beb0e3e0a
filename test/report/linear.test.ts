// The work grows with the number of files in a group, and not with its square: operations are counted.
import t from 'tap'
import { linear } from '../helper/counted-work.js'
import type { FileRecord } from '../../lib/record/file.js'
import { FORMATS, reportLines } from '../../lib/report/report-lines.js'
import { longGroup } from '../../lib/stream/long-group.js'
import { readRecordsOr } from '../../lib/stream/read-records.js'
import { parseAny } from '../../lib/report/any-record.js'
import { file } from '../helper/records.js'
import { groupOf, reportOptions } from '../helper/reported.js'

const shapes: { readonly [shape: string]: (i: number) => FileRecord } = {
  'all unlike': (i) => file(`/d/${(i * 7919) % 10_007}`),
  'hard links of one inode, and one other': (i) => file(`/d/${i}`, { ino: String(Math.min(i, 1)) }),
  'half on other machines': (i) => file(`/d/${i}`, i % 2 === 0 ? { host: 'nas1' } : {}),
}

for (const [shape, make] of Object.entries(shapes))
  for (const format of FORMATS)
    t.test(`${format}: ${shape}`, async (t) => {
      await linear(
        t,
        async (n) => {
          const group = groupOf(...Array.from({ length: n }, (_, i) => make(i)))
          async function* input() {
            yield Buffer.from(`${JSON.stringify(group)}\n`)
          }
          const batches = readRecordsOr(input(), parseAny, longGroup, 100)
          for await (const _ of reportLines(format, batches, reportOptions()));
        },
        600,
      )
    })
