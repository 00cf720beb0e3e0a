import { parse } from 'csv-parse/sync'
import t from 'tap'
import type { FileRecord } from '../../lib/record/file.js'
import type { AnyRecord } from '../../lib/report/any-record.js'
import { csvReport } from '../../lib/report/csv-report.js'
import { file } from '../helper/records.js'
import { groupOf, named, OTHERS, reported } from '../helper/reported.js'

const HEAD = 'group,size,hash,path\n'
const [a, b] = [file('/a', { size: 7 }), file('/b', { size: 7 })]
const a2 = { ...a, path: '/a2' } as FileRecord
const { hash: _, algo: __, ...unhashed } = groupOf(a, b)
const ONLY = 'this format has only group and file'

// prettier-ignore
const cases: [name: string, batches: AnyRecord[][], rows: string, notes?: string[]][] = [
  ['nothing',               [],                                       ''],
  ['a group',               [[groupOf(a, b)]],                        '1,7,ab12,/a\n1,7,ab12,/b\n'],
  ['every name of it',      [[groupOf(a, a2)]],                       '1,7,ab12,/a\n1,7,ab12,/a2\n'],
  ['without a digest',      [[unhashed]],                             '1,7,,/a\n1,7,,/b\n'],
  ['several',               [[groupOf(a, b), groupOf(b, a)], [groupOf(a, b)]], '1,7,ab12,/a\n1,7,ab12,/b\n2,7,ab12,/b\n2,7,ab12,/a\n3,7,ab12,/a\n3,7,ab12,/b\n'],
  ['what is no group',      [[groupOf(a), groupOf(a, b)]],            '1,7,ab12,/a\n1,7,ab12,/b\n'],
  ['files',                 [[a, { ...b, hash: 'cd34' } as FileRecord]], ',7,,/a\n,7,cd34,/b\n'],
  ['both',                  [[a], [groupOf(a, b)], [b]],              ',7,,/a\n1,7,ab12,/a\n1,7,ab12,/b\n,7,,/b\n'],
  ['others',                [[...OTHERS, a]],                         ',7,,/a\n', [`2 records left out (1 empty, 1 partial): ${ONLY}`]],
]

for (const [name, batches, rows, notes = []] of cases)
  t.test(name, async (t) => {
    t.strictSame(await reported(csvReport, batches), { text: `${HEAD}${rows}`, notes })
  })

// prettier-ignore
const names: [name: string, latin1: string, field: string][] = [
  ['a blank and tab',       '/a b\t ',                '/a b\t '],
  ['a comma',               '/a,b',                   '"/a,b"'],
  ['a quote',               '/a"b',                   '"/a""b"'],
  ['quotes all round',      '/"",""',                 '"/"""","""""'],
  ['a newline',             '/a\nb',                  '"/a\nb"'],
  ['a return',              '/a\rb',                  '"/a\rb"'],
  ['a backslash',           '/a\\n',                  '/a\\n'],
  ['control characters',    '/\x01\x1b\x7f',          '/\x01\x1b\x7f'],
  ['UTF-8',                 '/\xc3\xa9\xf0\x9f\x98\x80\xef\xbf\xbf', '/\xc3\xa9\xf0\x9f\x98\x80\xef\xbf\xbf'],
  ['not UTF-8',             '/\xff,\x80',             '"/\xff,\x80"'],
  ['255 bytes',             `/${'\xfe'.repeat(255)}`, `/${'\xfe'.repeat(255)}`],
]

for (const [name, latin1, field] of names)
  t.test(name, async (t) => {
    const { text } = await reported(csvReport, [[named(latin1, { size: 7 })]])
    t.equal(text, `${HEAD},7,,${field}\n`)
    t.strictSame(parse(text, { columns: true }), [{ group: '', size: '7', hash: '', path: latin1 }])
  })
