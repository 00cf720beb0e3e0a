import t from 'tap'
import type { RecordType } from '../../lib/record/record-type.js'
import { LeftOut } from '../../lib/report/left-out.js'

// prettier-ignore
const cases: [types: RecordType[], want: string[]][] = [
  [[],                                  []],
  [['step'],                            ['1 record left out (1 step): this format has only group']],
  [['empty', 'partial', 'empty'],       ['3 records left out (2 empty, 1 partial): this format has only group']],
]

for (const [types, want] of cases)
  t.test(types.join(', ') || 'nothing', async (t) => {
    const [leftOut, notes] = [new LeftOut(), new Array<string>()]
    for (const type of types) leftOut.add(type)
    leftOut.tell('group', (text) => notes.push(text))
    t.strictSame(notes, want)
  })
