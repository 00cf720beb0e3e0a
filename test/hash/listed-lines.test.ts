import t from 'tap'
import { listedLines, type ListedLine } from '../../lib/hash/listed-lines.js'
import type { FileRecord } from '../../lib/record/file.js'
import { BadLine } from '../../lib/stream/read-blocks.js'
import { MOST_SCANNED_BYTES } from '../../lib/stream/scan-line.js'
import { file } from '../helper/records.js'
import { lines } from '../helper/listed.js'

const read = (text: string, firstLine = 1) => [
  ...listedLines({ bytes: Buffer.from(text), firstLine }),
]

const latin1 = (text: string) => Buffer.from(text).toString('latin1')

const PATH64 = Buffer.from('/\xff', 'latin1').toString('base64')
const HEAD = { head: 'aa', headBytes: 16, algo: 'sha1' }

// prettier-ignore
const records: [what: string, record: FileRecord][] = [
  ['as dd-walk writes it',        file('/a')],
  ['a name of other letters',     file('/é/日本/😀')],
  ['a name with escapes',         file('/a\n"\\')],
  ['a name that is no text',      file('/', { path: undefined, path64: PATH64 } as object)],
  ['with a head',                 file('/a', HEAD)],
  ['with all digests',            file('/a', { ...HEAD, hash: 'bb' })],
  ['of another machine',          file('/a', { host: 'nas1' })],
  ['several names, another owner', file('/a', { nlink: 3, uid: 7 })],
  ['a field that we do not know', file('/a', { more: 'é' } as object)],
]

for (const [what, record] of records)
  t.test(what, async (t) => {
    const [found, ...more] = read(lines([record]))
    t.strictSame(more, [])
    t.equal(found!.line, latin1(JSON.stringify(record)))
    t.match(known(record), known(found!.record))
  })

/** What is in both, without what is undefined. */
function known(record: ListedLine['record'] & { mode?: number }): object {
  const { size, dev, ino, nlink, uid, mtimeNs, ctimeNs, ...rest } = JSON.parse(
    JSON.stringify(record),
  )
  const { path, path64, host, head, headBytes, hash, algo } = rest
  const all = { size, dev, ino, nlink, uid, mtimeNs, ctimeNs, path, path64, host, head, headBytes, hash, algo } // prettier-ignore
  return JSON.parse(JSON.stringify(all))
}

t.test('lines follow each other, blank ones are skipped', async (t) => {
  const text = `${lines([file('/a')])}\n \t\n${lines([file('/b\n')])}\r\n${lines([file('/c')])}`
  t.strictSame(
    read(text).map(({ record }) => record.path),
    ['/a', '/b\n', '/c'],
  )
})

t.test('the records before a bad line come, then its number', async (t) => {
  const found: (string | undefined)[] = []
  const block = { bytes: Buffer.from(`${lines([file('/a')])}\n{}\n`), firstLine: 7 }
  try {
    for (const { record } of listedLines(block)) found.push(record.path)
    t.fail('it is no record')
  } catch (error) {
    t.type(error, BadLine)
    t.match(error, { line: 9, message: /^line 9: field "type"/ })
  }
  t.strictSame(found, ['/a'])
})

t.test('a line is read when it is asked for', async (t) => {
  const block = { bytes: Buffer.from(`${lines([file('/a'), file('/b')])}{}\n`), firstLine: 1 }
  const found = listedLines(block)
  t.match(found.next(), { value: { record: { path: '/a' } } })
  t.match(found.next(), { value: { record: { path: '/b' } } })
  t.throws(() => found.next(), { message: /^line 3: / })
})

t.test('a line that is too long to be scanned', async (t) => {
  const path = `/${'é'.repeat(MOST_SCANNED_BYTES / 2)}`
  t.equal(read(lines([file(path)]))[0]!.record.path, path)
})
