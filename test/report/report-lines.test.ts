import t from 'tap'
import type { AnyRecord } from '../../lib/report/any-record.js'
import { FORMATS, reportLines, type Format } from '../../lib/report/report-lines.js'
import { file } from '../helper/records.js'
import { groupOf, named, reported } from '../helper/reported.js'

const [a, b] = [file('/é'), named('/\xff')]
const records: AnyRecord[] = [groupOf(a, b)]

// prettier-ignore
const cases: [format: Format, want: RegExp][] = [
  ['text',      /^Groups of equal files:\n\n.*\n  \/\xc3\xa9\n  \/\\xff\n\n1 group: /],
  ['killdupes', /^Duplicates:\n = .*\/\\xff\n X .*\/\xc3\xa9\n$/],
  ['jdupes',    /^\{\n  "jdupesVersion": .*\n(?:.*\n)*.*"\/\\u00e9" \},\n.*"\/\\u00ff" \}\n/],
  ['fdupes',    /^\/\xc3\xa9\n\/\xff\n\n$/],
  ['csv',       /^group,size,hash,path\n1,4096,ab12,\/\xc3\xa9\n1,4096,ab12,\/\xff\n$/],
  ['fclones',   /^\{\n  "header": \{\n(?:.*\n)*.*"\/\xc3\xa9",\n.*"\/\\\\xFF"\n/],
]

t.test('every format has a case', async (t) => {
  t.strictSame(
    cases.map(([format]) => format),
    FORMATS,
  )
})

for (const [format, want] of cases)
  t.test(`${format}, a character a byte`, async (t) => {
    const report = reportLines.bind(undefined, format)
    const { text, notes } = await reported(report, [records])
    t.match(text, want)
    t.notMatch(text, /[^\0-\xff]/)
    t.strictSame(notes, [])
  })
