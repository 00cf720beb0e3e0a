import t from 'tap'
import { TempFile } from '../../lib/fs/temp-file.js'
import { RunReader } from '../../lib/group/run-reader.js'
import { Contents, frameOf } from '../helper/frames.js'
import { randomFrom } from '../helper/random.js'
import { file } from '../helper/records.js'

const contents = new Contents()

/** Lines of a given length: what is read at once is 4096 bytes or more, whatever is asked for. */
function lineOf(i: number, bytes: number): string {
  return JSON.stringify({ ...file(`/${i}`), more: 'x'.repeat(bytes) })
}

function fill(temp: TempFile, lines: readonly string[]): void {
  for (const line of lines) {
    const frame = frameOf(contents.of(JSON.parse(line)))
    temp.append(frame.bytes.subarray(frame.start, frame.end))
  }
}

const random = randomFrom(1)
const some = (count: number, most: number) =>
  Array.from({ length: count }, (_, i) => lineOf(i, Math.floor(random() * most)))

// prettier-ignore
const cases: [what: string, lines: string[]][] = [
  ['nothing',                              []],
  ['one frame',                            [lineOf(0, 0)]],
  ['frames of all lengths',                some(200, 3000)],
  ['frames larger than a buffer',          some(50, 20_000)],
  ['a large one between small ones',       [...some(30, 50), lineOf(0, 50_000), ...some(30, 50), lineOf(0, 60_000), lineOf(1, 61_000), ...some(3, 9)]],
]

for (const [what, lines] of cases)
  for (const budget of [0, 20_000, 10_000_000])
    t.test(`${what}, with ${budget} bytes to read into`, async (t) => {
      const temp = new TempFile()
      temp.append(Buffer.from('before'.padEnd(8)))
      fill(temp, lines)
      const end = temp.bytes
      temp.append(Buffer.from('behind'))
      const reader = new RunReader(temp, 8, end, budget)
      const found: string[] = []
      while (reader.next()) {
        const { frame } = reader
        found.push(frame.bytes.toString('utf8', frame.lineStart, frame.lineEnd - 1))
      }
      t.strictSame(found, lines)
      t.equal(reader.next(), false, 'the end stays the end')
      temp.close()
    })

t.test('the frame before stays good', async (t) => {
  const lines = [
    ...some(100, 3000),
    lineOf(1, 9000),
    lineOf(2, 30_000),
    lineOf(3, 9),
    lineOf(4, 5000),
  ]
  const temp = new TempFile()
  fill(temp, lines)
  const reader = new RunReader(temp, 0, temp.bytes, 0)
  let last = reader.frame
  for (let i = 0; reader.next(); i++) {
    if (i > 0) t.equal(last.bytes.toString('utf8', last.lineStart, last.lineEnd - 1), lines[i - 1])
    last = reader.frame
  }
  temp.close()
})
