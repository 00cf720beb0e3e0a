import { isUtf8 } from 'node:buffer'
import { isDeepStrictEqual } from 'node:util'
import t from 'tap'
import { parseFile, type FileRecord } from '../../lib/record/file.js'
import { pathBytes } from '../../lib/record/path.js'
import { scanLine } from '../../lib/stream/scan-line.js'
import { pick, randomFrom } from '../helper/random.js'
import { file } from '../helper/records.js'

const DIGEST = 'c3554da23c458f6ce5d53ca7366a2aa497317cda9150a55e4457cba9606ddfc5'
const OTHER = DIGEST.replaceAll('c', '0')
const HEAD = { head: DIGEST, headBytes: 16384 }
const HASH = { hash: OTHER, algo: 'blake3' }

const scan = (line: string) => {
  const bytes = Buffer.from(`before\n${line}\nafter`)
  return { bytes, scanned: scanLine(bytes, bytes.toString('latin1'), 7) }
}

// prettier-ignore
const taken: [what: string, fields: object][] = [
  ['as dd-walk writes it',       {}],
  ['as dd-hash --head does',     { ...HEAD, algo: 'blake3' }],
  ['as dd-hash does',            HASH],
  ['with head and hash',         { ...HEAD, ...HASH }],
  ['the head of a small file',   { ...HEAD, ...HASH, hash: DIGEST }],
  ['and when it was read',       { ...HEAD, ...HASH, readNs: '1700000000000000000' }],
  ['read, of another machine',   { ...HASH, readNs: '-1', host: 'nas1' }],
  ['a time without a digest',    { readNs: '1' }],
  ['algo before hash',           { ...HEAD, algo: 'sha1', hash: OTHER }],
  ['of another machine',         { ...HEAD, ...HASH, host: 'nas1' }],
  ['of another machine, then hashed', { host: 'nas1', ...HEAD, ...HASH }],
  ['a machine of a long name',   { host: `${'Nas_1.x-'.repeat(8)}` }],
  ['without root',               { root: undefined }],
  ['without blocks',             { blocks: undefined }],
  ['of large numbers',           { size: 999999999999999, ino: '9999999999999999999', mtimeNs: '-1' }],
  ['a name of other letters',    { path: '/é/日本/😀' }],
  ['the root directory',         { path: '/', root: '/' }],
  ['dots in names',              { path: '/...', root: '/.a/..b/c..' }],
]

for (const [what, fields] of taken)
  t.test(`takes ${what}`, async (t) => {
    const record = { ...file('/a'), ...fields }
    const line = JSON.stringify(record)
    const { bytes, scanned } = scan(line)
    t.match(scanned, facts(record))
    const { lineBytes, nameAt, digestFrom, digestTo, headAt, hashAt, name } = scanned!
    const lineText = bytes.toString('latin1', 7, 7 + lineBytes)
    t.equal(Buffer.from(lineText, 'latin1').toString(), line)
    t.equal(lineText.slice(nameAt, nameAt + name.length), name)
    const { hash, algo, ...rest } = record as FileRecord
    const member = lineText.slice(0, digestFrom) + lineText.slice(digestTo)
    t.equal(Buffer.from(member, 'latin1').toString(), JSON.stringify(rest))
    const at = (from: number) => bytes.toString('latin1', from, from + DIGEST.length)
    if ('head' in fields) t.equal(at(headAt), DIGEST)
    if (hash !== undefined) t.equal(at(hashAt), hash)
  })

/** What a scan should find in the record, but for where it stands. */
function facts(record: unknown) {
  const file = parseFile(record)
  const { size, dev, ino, nlink, uid, mtimeNs, ctimeNs, host } = file
  const { head, headBytes, hash, algo, readNs } = file
  const name = pathBytes(file).toString('latin1')
  const stat = { size, dev, ino, nlink, uid, mtimeNs, ctimeNs, host }
  return { name, ...stat, head, headBytes, hash, algo, readNs }
}

// prettier-ignore
const left: [what: string, line: string][] = [
  ['an escape in the name',     JSON.stringify(file('/a\n'))],
  ['blanks',                    JSON.stringify(file('/a')).replaceAll(',', ', ')],
  ['a carriage return',         `${JSON.stringify(file('/a'))}\r`],
  ['a field that we do not know', JSON.stringify({ ...file('/a'), more: 1 })],
  ['another order of fields',   JSON.stringify({ path: '/a', ...file('/a') })],
  ['the largest inode',         JSON.stringify(file('/a', { ino: '18446744073709551615' }))],
]

for (const [what, line] of left)
  t.test(`leaves ${what} to JSON`, async (t) => {
    t.doesNotThrow(() => parseFile(JSON.parse(line)))
    t.equal(scan(line).scanned, undefined)
  })

const COMMON = JSON.stringify(file('/abc/d', { ...HEAD, ...HASH, readNs: '12' }))

// prettier-ignore
const refused: [what: string, from: string | RegExp, to: string][] = [
  ['a name that is not absolute',   '"/abc/d"', '"abc/d"'],
  ['an empty component',            '/abc/', '/abc//'],
  ['a dot',                         '/abc/', '/./'],
  ['two dots',                      '/abc/', '/../'],
  ['two dots at the end',           '/abc/d"', '/abc/.."'],
  ['a slash at the end',            '/abc/d"', '/abc/"'],
  ['a control character',           'abc', 'a\u0001c'],
  ['a NUL',                         'abc', 'a\u0000c'],
  ['a root that is not absolute',   '"root":"/"', '"root":"a"'],
  ['a leading zero',                '"size":', '"size":0'],
  ['a size over 2^53',              /"size":\d+/, '"size":9007199254740993'],
  ['a negative size',               '"size":', '"size":-'],
  ['a size in a string',            /"size":\d+/, '"size":"1"'],
  ['no size',                       /"size":\d+/, '"size":null'],
  ['an inode with a leading zero',  '"ino":"', '"ino":"0'],
  ['a digest of odd length',        DIGEST, DIGEST.slice(1)],
  ['a digest with capitals',        DIGEST, DIGEST.toUpperCase()],
  ['a digest that is none',         OTHER, OTHER.replace('0', 'g')],
  ['a digest that is too long',     OTHER, DIGEST.repeat(3)],
  ['an empty digest',               DIGEST, ''],
  ['a head of nothing',             '16384', '0'],
  ['a machine without a name',      /\}$/, ',"host":""}'],
  ['a machine of an odd name',      /\}$/, ',"host":"nas 1"}'],
  ['a machine of too long a name',  /\}$/, `,"host":"${'n'.repeat(65)}"}`],
  ['one of an odd name before digests', '"head"', '"host":"/","head"'],
  ['a time of reading that is none', '"12"', '"1.2"'],
  ['a time of reading as a number', '"12"', '12'],
  ['a line that goes on',           /$/, '}'],
]

for (const [what, from, to] of refused)
  t.test(`does not take ${what}`, async (t) => {
    const line = COMMON.replace(from, to)
    t.not(line, COMMON)
    t.throws(() => parseFile(JSON.parse(line)))
    t.equal(scan(line).scanned, undefined)
  })

t.test('of lines that are broken at random, it takes none that parseFile refuses', async (t) => {
  const random = randomFrom(1)
  const lines = taken.map(([, fields]) => JSON.stringify({ ...file('/a/b'), ...fields }))
  const bits = [
    ...'"{}[],:\\/.-+0129afgAF \u0000\u0001\u001f\u007f\u2028é',
    '"}',
    '..',
    '\\"',
    '"algo":"x",',
  ]
  const found: string[] = []
  for (let time = 0; time < 20_000; time++) {
    const line = pick(lines, random)
    const at = Math.floor(random() * line.length)
    const halves = [line.slice(0, at), line.slice(at + pick([0, 1, 1, 3], random))]
    const broken = Buffer.from(halves.join(pick(bits, random))).toString()
    if (scan(broken).scanned !== undefined) found.push(broken)
  }
  t.ok(found.length > 1000, `${found.length} were still good`)
  t.strictSame(
    found.filter((line) => !isSubset(facts(JSON.parse(line)), scan(line).scanned!)),
    [],
  )
})

function isSubset(part: object, whole: object): boolean {
  return isDeepStrictEqual({ ...whole, ...part }, whole)
}

t.test('its input is UTF-8, so a name it takes is', async (t) => {
  t.ok(isUtf8(Buffer.from(scan(JSON.stringify(file('/é'))).scanned!.name, 'latin1')))
})
