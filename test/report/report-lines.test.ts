import t from 'tap'
import { reportLines, type Format } from '../../lib/report/report-lines.js'
import { file } from '../helper/records.js'

// prettier-ignore
const cases: [format: Format, want: RegExp][] = [
  ['text',      /^Empty files:\n\/e\n\n1 empty file$/],
  ['killdupes', /^Empty files:\n X    0\.0  B  13\.09\.2020 12:26:40  \/e$/],
]

for (const [format, want] of cases)
  t.test(format, async (t) => {
    async function* input() {
      yield [{ type: 'empty', file: file('/e', { size: 0 }) } as const]
    }
    const lines: string[] = []
    for await (const some of reportLines(format, input(), t.fail)) lines.push(...some)
    t.match(lines.join('\n'), want)
  })
