// A bad line ends the input, but not the records before it, though they came in one chunk.
import t from 'tap'
import { Writable } from 'node:stream'
import { readBlocks } from '../../lib/stream/read-blocks.js'
import { parseBlock, readLines, readRecords, type Line } from '../../lib/stream/read-records.js'
import { writeLines } from '../../lib/stream/write-lines.js'

async function* chunks(...pieces: (string | Buffer)[]) {
  for (const piece of pieces) yield Buffer.from(piece)
}

const bytes = (latin1: string) => Buffer.from(latin1, 'latin1')

// prettier-ignore
const cases: [name: string, input: (string | Buffer)[], want: unknown[], message: string][] = [
  ['not JSON',             ['1\n2\nx\n4\n'],            [1, 2],    'line 3: not JSON'],
  ['the first line',       ['x\n2\n'],                  [],        'line 1: not JSON'],
  ['not UTF-8',            [bytes('1\n2\n"\xff"\n4\n')], [1, 2],   'line 3: not UTF-8'],
  ['not UTF-8, later',     ['1\n2', bytes('0\n\xff\n')], [1, 20],  'line 3: not UTF-8'],
  ['cut short',            ['1\n2\n3'],                 [1, 2],    'line 3: cut short: no newline at its end'],
  ['after blank lines',    ['1\n\n \n2\nx\n'],          [1, 2],    'line 5: not JSON'],
]

for (const [name, input, want, message] of cases)
  t.test(name, async (t) => {
    const records: unknown[] = []
    const numbers: number[] = []
    const read = async () => {
      for await (const batch of readRecords(chunks(...input), (value) => value))
        records.push(...batch)
    }
    const readToo = async () => {
      for await (const batch of readLines(chunks(...input), (value) => value))
        numbers.push(...batch.map(({ record }) => Number(record)))
    }
    await t.rejects(read(), { message })
    await t.rejects(readToo(), { message })
    t.strictSame(records, want)
    t.strictSame(numbers, want)
  })

t.test('the records of a block before a bad line are found, with their numbers', async (t) => {
  const found: Line<unknown>[] = []
  const block = { bytes: Buffer.from('1\n\n2\nx\n'), firstLine: 7 }
  t.throws(() => parseBlock(block, (value) => value, found), { message: 'line 10: not JSON' })
  t.match(found, [
    { line: '1', number: 7 },
    { line: '2', number: 9 },
  ])
  t.equal(found.length, 2)
})

t.test('blocks never hold a line that is not UTF-8', async (t) => {
  let text = ''
  const read = async () => {
    for await (const block of readBlocks(chunks(bytes('a\nb\n\xff\nd\n')))) text += block.bytes
  }
  await t.rejects(read(), { message: 'line 3: not UTF-8' })
  t.equal(text, 'a\nb\n')
})

t.test('lines are written before the next batch is asked for', async (t) => {
  let written = ''
  const out = new Writable({
    write: (chunk, _, done) => {
      written += chunk
      done()
    },
  })
  async function* batches() {
    yield ['a', 'b']
    t.equal(written, 'a\nb\n')
    yield []
    yield ['c']
  }
  await writeLines(batches(), out)
  t.equal(written, 'a\nb\nc\n')
})
