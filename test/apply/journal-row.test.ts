import { crc32 } from 'node:zlib'
import t from 'tap'
import {
  COLUMNS,
  decodeRows,
  encodeRows,
  HEADER,
  isFinal,
  MAX_ROW_BYTES,
  rowEnd,
  type Row,
} from '../../lib/apply/journal-row.js'
import { row } from '../helper/rows.js'

t.test('the header names the columns', async (t) => {
  t.equal(HEADER, `${COLUMNS.join(',')}\n`)
  t.equal(COLUMNS[0], 'filepath')
  t.equal(COLUMNS.at(-1), 'crc')
})

/** What looks like the end of a row. */
const forged = `x,${crc32(Buffer.from('x')).toString(16)}\n`

// prettier-ignore
const names: [what: string, filepath: string][] = [
  ['plain',                    '/a/b'],
  ['a comma',                  '/a,b'],
  ['quotes',                   '/a"b""c"'],
  ['lines',                    '/a\nb\r\nc'],
  ['no UTF-8',                 '/\xff\xfe'],
  ['a NUL, though no file can', '/a\0b'],
  ['what ends a row',          `/${forged}`],
  ['the header',               HEADER],
  ['nothing',                  ''],
  ['very long',                `/${'"\n'.repeat(30_000)}`],
]

for (const [what, filepath] of names)
  t.test(`a name with ${what}`, async (t) => {
    const rows = [row({ filepath, keep: filepath }), row({ filepath: '/next' })]
    const bytes = encodeRows(rows)
    const first = rowEnd(bytes, 0)
    t.equal(rowEnd(bytes, first), bytes.length)
    t.strictSame(decodeRows(bytes.subarray(0, first)).map(bare), [rows[0]])
    t.strictSame(decodeRows(bytes).map(bare), rows)
  })

/** Without its checksum. */
function bare({ crc: _, ...row }: Row & { crc?: string }) {
  return row
}

t.test('a row ends with the checksum of what is before it', async (t) => {
  const bytes = encodeRows([row()])
  const crc = crc32(bytes.subarray(0, -10)).toString(16).padStart(8, '0')
  t.equal(bytes.toString('latin1').slice(-10), `,${crc}\n`)
})

t.test('no whole row', async (t) => {
  const bytes = encodeRows([row({ filepath: '/a\n"b' })])
  for (let cut = 0; cut < bytes.length; cut++)
    if (rowEnd(bytes.subarray(0, cut), 0) !== -1) t.fail(`cut at ${cut}`)
  for (let at = 0; at < bytes.length; at++) {
    const hurt = Buffer.from(bytes)
    hurt[at]! ^= 1
    if (rowEnd(hurt, 0) === bytes.length) t.fail(`changed at ${at}`)
  }
  t.equal(rowEnd(Buffer.alloc(100), 0), -1, 'NULs')
  t.equal(rowEnd(Buffer.from('\n\n\n'), 0), -1)
  t.equal(rowEnd(bytes, bytes.length), -1, 'after the end')
  t.equal(rowEnd(Buffer.from(',00000000\n'), 0), -1, 'nothing, and its checksum')
})

t.test('no row is longer than what is searched for its end', async (t) => {
  const endless = Buffer.alloc(4 * MAX_ROW_BYTES, '"\n')
  t.equal(rowEnd(endless, 0), -1)
  const rest = encodeRows([row({ filepath: '' })]).length - 1
  for (const [more, found] of [
    [0, true],
    [1, false],
  ] as const) {
    const long = encodeRows([row({ filepath: 'x'.repeat(MAX_ROW_BYTES - rest + more) })])
    t.equal(rowEnd(long, 0), found ? long.length : -1, `${more} more`)
  }
})

t.test('a pool link ends with LINKED, others with DELETED too', async (t) => {
  const final = (op: string, status: string) => isFinal(row({ op, status }))
  t.strictSame(
    [final('delete', 'DELETED'), final('pool-link', 'DELETED'), final('pool-link', 'LINKED')],
    [true, false, true],
  )
  for (const status of ['PENDING', 'STAGED', 'ASIDE']) t.notOk(final('pool-link', status), status)
})

t.test('branches and what was made come back', async (t) => {
  const rows = [row({ branches: '/a,b:/c"d\n', made: '2' })]
  t.strictSame(decodeRows(encodeRows(rows))[0], {
    ...rows[0],
    crc: decodeRows(encodeRows(rows))[0]?.['crc' as 'id'],
  })
})
