import t from 'tap'
import { LineSplitter } from '../../lib/import/line-splitter.js'
import { CHUNKS } from '../helper/foreign.js'

function split(text: string, chunk: number, end?: string): string[] {
  const lines: string[] = []
  const splitter = new LineSplitter(({ text, number }) => void lines.push(`${number} ${text}`), end)
  const bytes = Buffer.from(text, 'latin1')
  for (let at = 0; at < bytes.length; at += chunk) splitter.write(bytes.subarray(at, at + chunk))
  splitter.end()
  return lines
}

// prettier-ignore
const cases: [name: string, text: string, end: string | undefined, want: string[]][] = [
  ['nothing',                       '',                  undefined, []],
  ['lines, some of them empty',     'a\n\n b \r\n',      undefined, ['1 a', '2 ', '3  b \r']],
  ['any bytes',                     '\xff\0\x1b\n',      undefined, ['1 \xff\0\x1b']],
  ['NUL',                           'a\nb\0\0c\0',       '\0',      ['1 a\nb', '2 ', '3 c']],
]

for (const [name, text, end, want] of cases)
  t.test(name, async (t) => {
    for (const chunk of CHUNKS) t.strictSame(split(text, chunk, end), want, `by ${chunk}`)
  })

t.test('half a line at the end is refused', async (t) => {
  t.throws(() => split('a\nb', 1), { message: 'line 2: cut short: no newline at its end' })
  t.throws(() => split('a\0b', 9, '\0'), { message: 'line 2: cut short: no NUL at its end' })
})
