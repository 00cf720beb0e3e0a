import t from 'tap'
import { FclonesCsv } from '../../lib/import/fclones-csv.js'
import { FclonesJson } from '../../lib/import/fclones-json.js'
import { fclonesParser } from '../../lib/import/fclones-parser.js'
import { FclonesText } from '../../lib/import/fclones-text.js'

// prettier-ignore
const cases: [head: string, want: typeof FclonesCsv | typeof FclonesJson | typeof FclonesText][] = [
  ['{\n  "header": {',            FclonesJson],
  [' \n{"header"',                FclonesJson],
  ['size,hash,count,files\n4,',   FclonesCsv],
  ['# Report by fclones 0.35.0',  FclonesText],
  ['rubbish',                     FclonesText],
]

for (const [head, want] of cases)
  t.test(`${JSON.stringify(head)}: ${want.name}`, async (t) => {
    t.type(
      fclonesParser(
        head,
        () => {},
        () => {},
      ),
      want,
    )
  })
