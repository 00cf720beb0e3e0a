import t from 'tap'
import type { AnyRecord } from '../../lib/report/any-record.js'
import { textReport } from '../../lib/report/text-report.js'
import { file } from '../helper/records.js'

const FILE = ' 4.0 KiB  2020-09-13 12:26:40  '
const empty = (path: string): AnyRecord => ({ type: 'empty', file: file(path, { size: 0 }) })

async function* of(...batches: AnyRecord[][]) {
  yield* batches
}

/** The lines of a report, as one text. */
async function text(...batches: AnyRecord[][]): Promise<string[]> {
  const pieces: string[] = []
  for await (const lines of textReport(of(...batches))) pieces.push(lines.join('\n'))
  return pieces.join('\n').split('\n')
}

const FILES = ['Files:', `  ${FILE}/a`, `  ${FILE}/b`]
const EMPTIES = ['Empty files:', '/e', '/\u00fc😀']
const SUMS = { file: '2 files: 8.0 KiB', empty: '2 empty files' }
const [a, b, e, u] = [file('/a'), file('/b'), empty('/e'), empty('/\u00fc😀')]

// prettier-ignore
const cases: [name: string, batches: AnyRecord[][], want: string[]][] = [
  ['one type',               [[a, b]],           [...FILES, '', SUMS.file]],
  ['two, one by one',        [[a, b, e, u]],     [...FILES, '', ...EMPTIES, '', SUMS.file, SUMS.empty]],
  ['the first comes first',  [[e, a, u, b]],     [...EMPTIES, '', ...FILES, '', SUMS.empty, SUMS.file]],
  ['over several batches',   [[], [a], [e], [b, u]], [...FILES, '', ...EMPTIES, '', SUMS.file, SUMS.empty]],
]

for (const [name, batches, want] of cases)
  t.test(name, async (t) => {
    t.strictSame(await text(...batches), want)
  })

t.test('nothing', async (t) => {
  for await (const lines of textReport(of([], []))) t.fail(lines.join('\n'))
})

t.test('the first section does not wait for the end of the input', async (t) => {
  let over = false
  async function* endless() {
    yield [a]
    over = true
    yield [b]
  }
  const seen: string[] = []
  for await (const lines of textReport(endless())) {
    seen.push(...lines)
    if (seen.length === 2) t.notOk(over)
  }
  t.match(seen, FILES)
})

t.test('a group of more names than a call may have arguments', async (t) => {
  const files = Array.from({ length: 200_000 }, () => a)
  const lines = await text([{ type: 'group', size: 4096, files }])
  t.equal(lines.length, 3 + files.length + 2)
})
