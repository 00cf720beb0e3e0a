import t from 'tap'
import type { FileRecord } from '../../lib/record/file.js'
import type { AnyRecord } from '../../lib/report/any-record.js'
import { fclonesReport } from '../../lib/report/fclones-report.js'
import { file } from '../helper/records.js'
import { groupOf, named, OTHERS, reported } from '../helper/reported.js'

const [a, b, c] = [file('/a'), file('/b'), file('/é😀\uffff', { size: 7 })]
const a2 = { ...a, path: '/a2' } as FileRecord
const d = named('/\xff"\n', { size: 7 })
const { hash: _, algo: __, ...unhashed } = groupOf(d, c)

const AB = `
    {
      "file_len": 4096,
      "file_hash": "ab12",
      "files": [
        "/a",
        "/b"
      ]
    }`
const DC = `
    {
      "file_len": 7,
      "file_hash": "",
      "files": [
        "/\\\\xFF\\"\\\\n",
        "/é😀\uffff"
      ]
    }`
const ALL = AB.replace('"/a",', '"/a",\n        "/a2",')

// prettier-ignore
const cases: [name: string, batches: AnyRecord[][], groups: string, files: number][] = [
  ['nothing',                 [],                                         '',                  0],
  ['a group',                 [[groupOf(a, b)]],                          `${AB}\n  `,         2],
  ['two in a batch',          [[groupOf(a, b), unhashed]],                `${AB},${DC}\n  `,   4],
  ['two in two batches',      [[], [groupOf(a, b)], [unhashed]],          `${AB},${DC}\n  `,   4],
  ['every name',              [[groupOf(a, a2, b)]],                      `${ALL}\n  `,        3],
  ['too few names of one',    [[groupOf(a)], [unhashed]],                 `${DC}\n  `,         2],
  ['too few names of all',    [[groupOf(a)], [groupOf(b)]],               '',                  0],
]

for (const [name, batches, groups, files] of cases)
  t.test(name, async (t) => {
    const { text, notes } = await reported(fclonesReport, batches)
    t.ok(text.endsWith(`  },\n  "groups": [${groups}]\n}\n`), text)
    t.strictSame(notes, [])
    t.equal(JSON.parse(text).header.stats.total_file_count, files)
  })

t.test('other records are told once', async (t) => {
  const { text, notes } = await reported(fclonesReport, [[a, groupOf(a, b), ...OTHERS]])
  t.equal(JSON.parse(text).groups.length, 1)
  t.strictSame(notes, [
    '3 records left out (1 file, 1 empty, 1 partial): this format has only group',
  ])
})

t.test('nothing is written of an input that breaks off', async (t) => {
  async function* broken() {
    yield [groupOf(a, b)]
    throw new Error('line 2')
  }
  const report = () => fclonesReport(broken(), { note: t.fail } as never)
  await t.rejects(
    async () => {
      for await (const lines of report()) t.fail(lines.join('\n'))
    },
    { message: 'line 2' },
  )
})

t.test('more than a piece of the temporary file', async (t) => {
  const many = Array.from({ length: 10_000 }, (_, i) => groupOf(file(`/é${i}`), file(`/f${i}`)))
  const { text } = await reported(fclonesReport, [many, many])
  const { groups } = JSON.parse(text)
  t.equal(groups.length, 20_000)
  t.strictSame(groups[19_999].files, ['/é9999', '/f9999'])
})
