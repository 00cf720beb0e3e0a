import t from 'tap'
import type { FileRecord } from '../../lib/record/file.js'
import type { AnyRecord } from '../../lib/report/any-record.js'
import { jdupesReport } from '../../lib/report/jdupes-report.js'
import { file } from '../helper/records.js'
import { groupOf, named, OTHERS, reported, reportOptions } from '../helper/reported.js'

const [a, b, c] = [file('/a'), file('/b'), file('/c', { size: 7 })]
const a2 = { ...a, path: '/a2' } as FileRecord
const d = named('/\xff"', { size: 7 })

const HEAD = `{
  "jdupesVersion": "1.21.3",
  "jdupesVersionDate": "2023-02-09",
  "commandLine": "dd-x --flag",
  "extensionFlags": "none",
  "matchSets": [
`
const AB = `    {
      "fileSize": 4096,
      "fileList": [
        { "filePath": "/a" },
        { "filePath": "/b" }
      ]
    }`
const DC = `    {
      "fileSize": 7,
      "fileList": [
        { "filePath": "/\\u00ff\\"" },
        { "filePath": "/c" }
      ]
    }`
const ALL = AB.replace('/a" },', '/a" },\n        { "filePath": "/a2" },')

// prettier-ignore
const cases: [name: string, batches: AnyRecord[][], sets: string, hardLinks?: boolean][] = [
  ['nothing',                       [],                                         ''],
  ['a set',                         [[groupOf(a, b)]],                          AB],
  ['two in a batch',                [[groupOf(a, b), groupOf(d, c)]],           `${AB},\n${DC}`],
  ['two in two batches',            [[], [groupOf(a, b)], [groupOf(d, c)]],     `${AB},\n${DC}`],
  ['one name of each inode',        [[groupOf(a, a2, b)]],                      AB],
  ['every name',                    [[groupOf(a, a2, b)]],                      ALL, true],
  ['too few names of the first',    [[groupOf(a, a2), groupOf(d, c)]],          DC],
  ['too few names of the last',     [[groupOf(d, c)], [groupOf(a, a2)]],        DC],
  ['too few names of all',          [[groupOf(a)], [groupOf(b)]],               ''],
]

for (const [name, batches, sets, hardLinks = false] of cases)
  t.test(name, async (t) => {
    const { text, notes } = await reported(jdupesReport, batches, { hardLinks })
    t.strictSame([text, notes], [`${HEAD}${sets}\n  ]\n}\n`, []])
    t.equal(JSON.parse(text).matchSets.length, sets.split('fileSize').length - 1)
  })

t.test('other records are told once', async (t) => {
  const { text, notes } = await reported(jdupesReport, [[a, groupOf(a, b), ...OTHERS]])
  t.equal(text, `${HEAD}${AB}\n  ]\n}\n`)
  t.strictSame(notes, [
    '3 records left out (1 file, 1 empty, 1 partial): this format has only group',
  ])
})

t.test('a command line in quotes', async (t) => {
  const { text } = await reported(jdupesReport, [], { commandLine: ['dd-x', '--by', '"é"\n'] })
  t.match(text, '"commandLine": "dd-x --by \\"\\u00e9\\"\\u000a",\n')
})

t.test('a set does not wait for the one after it', async (t) => {
  let asked = 0
  async function* sets() {
    for (const group of [groupOf(a, b), groupOf(d, c)]) {
      asked++
      yield [group]
    }
  }
  const report = jdupesReport(sets(), reportOptions())
  await report.next() // what comes before the sets
  t.match((await report.next()).value, AB.split('\n').slice(0, -1))
  t.equal(asked, 1)
})
