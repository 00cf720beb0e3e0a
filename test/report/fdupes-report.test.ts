import t from 'tap'
import type { FileRecord } from '../../lib/record/file.js'
import type { AnyRecord } from '../../lib/report/any-record.js'
import { fdupesReport } from '../../lib/report/fdupes-report.js'
import { file } from '../helper/records.js'
import { groupOf, named, OTHERS, reported } from '../helper/reported.js'

const [a, b] = [file('/a'), file('/b')]
const a2 = { ...a, path: '/a2' } as FileRecord
const odd = named('/\xff\\"\t\x1b')
const [utf8, long] = [file('/é😀\uffff'), named(`/${'\xfe'.repeat(255)}`)]
const broken = named('/two\nlines')

const ONLY = 'this format has only group, or only file'
const BROKEN = 'with a line break: each looks like several'

// prettier-ignore
const cases: [name: string, batches: AnyRecord[][], want: string, notes?: string[], hardLinks?: boolean][] = [
  ['nothing',                     [],                                       ''],
  ['a set',                       [[groupOf(b, a)]],                        '/b\n/a\n\n'],
  ['several',                     [[groupOf(a, b), groupOf(odd, a)], [], [groupOf(b, a)]], '/a\n/b\n\n/\xff\\"\t\x1b\n/a\n\n/b\n/a\n\n'],
  ['bytes as they are',           [[groupOf(utf8, long)]],                  `/\xc3\xa9\xf0\x9f\x98\x80\xef\xbf\xbf\n/${'\xfe'.repeat(255)}\n\n`],
  ['one name of each inode',      [[groupOf(a, a2, b)]],                    '/a\n/b\n\n'],
  ['every name',                  [[groupOf(a, a2, b)]],                    '/a\n/a2\n/b\n\n', [], true],
  ['too few names',               [[groupOf(a, a2), groupOf(b, a)]],        '/b\n/a\n\n'],
  ['a line break',                [[groupOf(broken, a)]],                   '/two\nlines\n/a\n\n', [`1 name ${BROKEN}`]],
  ['several of them',             [[groupOf(broken, a)], [groupOf(b, broken)]], '/two\nlines\n/a\n\n/b\n/two\nlines\n\n', [`2 names ${BROKEN}`]],
  ['files',                       [[a, odd], [a2]],                         '/a\n/\xff\\"\t\x1b\n/a2\n'],
  ['a file with a line break',    [[broken]],                               '/two\nlines\n', [`1 name ${BROKEN}`]],
  ['others',                      [[...OTHERS, groupOf(a, b)]],             '/a\n/b\n\n', [`2 records left out (1 empty, 1 partial): ${ONLY}`]],
  ['a file after groups',         [[groupOf(a, b), b]],                     '/a\n/b\n\n', [`1 record left out (1 file): ${ONLY}`]],
  ['groups after a file',         [[b], [groupOf(a, b), groupOf(b, a), a]], '/b\n/a\n', [`2 records left out (2 group): ${ONLY}`]],
]

for (const [name, batches, want, notes = [], hardLinks = false] of cases)
  t.test(name, async (t) => {
    t.strictSame(await reported(fdupesReport, batches, { hardLinks }), { text: want, notes })
  })
