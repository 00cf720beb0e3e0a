import t from 'tap'
import type { FileRecord } from '../../lib/record/file.js'
import type { GroupRecord } from '../../lib/record/group.js'
import { addFinding } from '../../lib/report/add-finding.js'
import type { AnyRecord } from '../../lib/report/any-record.js'
import { OldReport } from '../../lib/report/old-report.js'
import { file } from '../helper/records.js'
import { step } from '../helper/scratch.js'

const [a, b, whole, empty] = [
  file('/a'),
  file('/b'),
  file('/w', { size: 9000 }),
  file('/e', { size: 0 }),
]
const group = (...files: FileRecord[]): GroupRecord => ({ type: 'group', size: 4096, files })
const truncated = (partial: 'high' | 'low'): GroupRecord => Object.assign(group(a, b), { partial })
const twin = { ino: '7', nlink: 2 }
const elsewhere = { ...twin, dev: '2' }
const partial = { file: a, of: whole, bytes: 4096, confidence: 'low', hints: [] } as const

// prettier-ignore
const cases: [name: string, record: AnyRecord, want: string[] | undefined][] = [
  ['an empty file',                     { type: 'empty', file: empty },                          ['Empty files:', 'X /e']],
  ['a partial',                         { type: 'partial', ...partial },                         ['Incompletes:', '= /w', 'X /a']],
  ['a group: the first name stays',     group(b, a),                                             ['Duplicates:', '= /a', 'X /b']],
  ['or the shortest',                   group(file('/aa'), b),                                   ['Duplicates:', '= /b', 'X /aa']],
  ['hard links of what stays',          group(file('/c', twin), b, file('/a', twin)),            ['Duplicates:', '= /a', '= /c', 'X /b']],
  ['hard links of what does not',       group(file('/c', twin), a, file('/b', twin)),            ['Duplicates:', '= /a', 'X /b', 'X /c']],
  ['another device, the same number',   group(file('/a', twin), file('/b', elsewhere)),          ['Duplicates:', '= /a', 'X /b']],
  ['names of one file',                 group(file('/c', twin), file('/b', twin)),               []],
  ['a group without files',             group(),                                                 []],
  ['truncated copies of one length',    truncated('high'),                                       []],
  ['unsure ones',                       truncated('low'),                                        []],
  ['a file is no finding',              a,                                                       undefined],
  ['nor is a step',                     step('delete', a, b),                                    undefined],
  ['nor a result',                      { type: 'result', id: 'x', op: 'delete', path: '/a', status: 'done', freed: 0 }, undefined],
]

for (const [name, record, want] of cases)
  t.test(name, async (t) => {
    const report = new OldReport()
    const lines = addFinding(report, record)
    const all = lines && [...lines, ...[...report.rest()].flat()]
    t.strictSame(
      all?.map((line) => line.replace(/^ ([=X]).*\//, '$1 /')),
      want,
    )
  })
