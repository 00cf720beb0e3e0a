import t from 'tap'
import { parseFile } from '../../lib/record/file.js'
import { parseBlock, parseLine, readLines, readRecords } from '../../lib/stream/read-records.js'
import { file } from '../helper/records.js'
import { lines } from '../helper/scratch.js'

const parse = (value: unknown) => parseFile(value)
const files = [file('/a'), file('/é\n😀'), file('/c')]
const text = Buffer.from(lines(...files))

async function* chunks(...pieces: readonly Buffer[]) {
  yield* pieces
}

t.test('records, whichever byte the chunks part at', async (t) => {
  for (let at = 0; at <= text.length; at++) {
    const read: object[] = []
    for await (const batch of readRecords(chunks(text.subarray(0, at), text.subarray(at)), parse))
      read.push(...batch)
    if (JSON.stringify(read) !== JSON.stringify(files)) t.fail(`cut at ${at}`)
  }
  t.pass(`${text.length + 1} cuts`)
})

t.test('blank lines are skipped, and counted', async (t) => {
  const input = Buffer.from(`\n \t\r\n${lines(files[0]!)}\n${lines(files[1]!)}`)
  const numbers: number[] = []
  for await (const batch of readLines(chunks(input), parse))
    numbers.push(...batch.map(({ number }) => number))
  t.strictSame(numbers, [3, 5])
})

t.test('lines are passed on as they came', async (t) => {
  const odd = '{"size" : 4096,"later":[1], "type":"x"}'
  const block = { bytes: Buffer.from(`${odd}\n`), firstLine: 7 }
  const [line] = parseBlock(block, (value) => value)
  t.strictSame(line, { record: JSON.parse(odd), line: odd, number: 7 })
})

// prettier-ignore
const bad: [name: string, line: string, message: string][] = [
  ['rubbish',              'rubbish',                                    'line 9: not JSON'],
  ['half a record',        text.toString().slice(0, 50),                 'line 9: not JSON'],
  ['a NUL',                '\0',                                         'line 9: not JSON'],
  ['a byte order mark',    `\ufeff${lines(files[0]!)}`,                  'line 9: not JSON'],
  ['another type',         '{"type":"group"}',                           'line 9: field "type": expected "file"'],
  ['a string for a size',  lines({ ...files[0], size: '1' }),            'line 9: field "size": expected a whole number from 0 to 2^53-1'],
  ['a lone surrogate',     lines({ ...files[0], path: '/\ud800' }),      'line 9: field "path": expected an absolute path, "." and ".." removed, valid UTF-8'],
  ['no record at all',     '[]',                                         'line 9: expected a JSON object'],
]

for (const [name, line, message] of bad)
  t.test(name, async (t) => {
    t.throws(() => parseLine(line.trimEnd(), 9, parse), { message })
  })

t.test('a bad line is named by its number in the whole input', async (t) => {
  const input = chunks(text, Buffer.from(`${lines(files[0]!)}x\n`))
  const read = async () => {
    for await (const _ of readRecords(input, parse));
  }
  await t.rejects(read(), { message: 'line 5: not JSON' })
})
