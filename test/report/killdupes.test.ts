import t from 'tap'
import type { FileRecord } from '../../lib/record/file.js'
import type { AnyRecord } from '../../lib/report/any-record.js'
import { killdupes } from '../../lib/report/killdupes.js'
import { file } from '../helper/records.js'

async function report(...records: AnyRecord[]) {
  const [lines, notes]: string[][] = [[], []]
  async function* input() {
    yield* records.map((record) => [record])
  }
  for await (const some of killdupes(input(), (text) => notes!.push(text))) lines!.push(...some)
  return { text: lines!.map((line) => `${line}\n`).join(''), notes }
}

const at = (path: string, size: number) => file(path, { size, mtimeNs: '1795205157123456789' })
const group = (...files: FileRecord[]): AnyRecord => ({ type: 'group', size: 2, files })
const [empty, full, full2, partial] = [
  at('/t1/empty', 0),
  at('/t1/full', 2),
  at('/t1/full2', 2),
  at('/t1/partial', 1),
]

/** The four samples of the old program, whose report this is, but for the year and the paths. */
const SAMPLES = `Empty files:
 X    0.0  B  20.11.2026 20:05:57  /t1/empty
Incompletes:
 =    2.0  B  20.11.2026 20:05:57  /t1/full
 X    1.0  B  20.11.2026 20:05:57  /t1/partial
Duplicates:
 =    2.0  B  20.11.2026 20:05:57  /t1/full
 X    2.0  B  20.11.2026 20:05:57  /t1/full2
`

const samples: AnyRecord[] = [
  group(full2, full),
  { type: 'partial', file: partial, of: full, bytes: 1, confidence: 'low', hints: [] },
  { type: 'empty', file: empty },
]

t.test('the samples, in any order', async (t) => {
  for (const order of [samples, samples.toReversed(), [samples[1]!, samples[2]!, samples[0]!]])
    t.strictSame(await report(...order), { text: SAMPLES, notes: [] })
})

t.test('other records are told once', async (t) => {
  const { text, notes } = await report(full, ...samples, full2)
  t.equal(text, SAMPLES)
  t.strictSame(notes, ['2 records left out: this format has only empty, partial and group'])
  t.strictSame((await report(full)).notes, [
    '1 record left out: this format has only empty, partial and group',
  ])
})

t.test(
  'what is elsewhere has no mark: this machine cannot say what is too much there',
  async (t) => {
    const far = { ...at('/t1/a', 2), host: 'nas1' }
    const { text, notes } = await report(...samples, group(far, full), group(far, full, full2))
    t.equal(text, SAMPLES.replace(/( X .*full2\n)/, '$1$1'))
    t.strictSame(notes, ['2 names on other machines left out'])
  },
)

t.test('nothing', async (t) => {
  t.strictSame(await report(), { text: '', notes: [] })
})
