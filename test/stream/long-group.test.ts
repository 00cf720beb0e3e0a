import t from 'tap'
import type { FileRecord } from '../../lib/record/file.js'
import type { AnyGroup } from '../../lib/record/group.js'
import { HERE } from '../../lib/record/host.js'
import { parseAny, type AnyRecord } from '../../lib/report/any-record.js'
import { fileText } from '../../lib/stream/file-text.js'
import { longGroup } from '../../lib/stream/long-group.js'
import { readRecords, readRecordsOr } from '../../lib/stream/read-records.js'
import { pick, randomFrom, shuffled } from '../helper/random.js'
import { file } from '../helper/records.js'

async function* chunks(bytes: Buffer, length: number) {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length)
}

/** What a line is long from, in bytes: as much as tells what it is. */
const LONG = 40

type Read = { records: AnyRecord[]; error: string | undefined }

async function readAll(batches: AsyncIterable<readonly AnyRecord[]>): Promise<Read> {
  const records: AnyRecord[] = []
  try {
    for await (const batch of batches) records.push(...batch)
  } catch (error) {
    return { records, error: (error as Error).message }
  }
  return { records, error: undefined }
}

const whole = (bytes: Buffer) => readAll(readRecords(chunks(bytes, 1e9), parseAny))
const inPieces = (bytes: Buffer, length: number) =>
  readAll(readRecordsOr(chunks(bytes, length), parseAny, longGroup, LONG))

/** A record with its files as an array, each as its text. */
function plain(record: AnyRecord): object {
  return record.type === 'group' ? { ...record, files: Array.from(record.files, fileText) } : record
}

const isPacked = (record: AnyRecord) => record.type === 'group' && !Array.isArray(record.files)

const random = randomFrom(7)
const names = [
  'a',
  'é',
  '😀',
  'x"y',
  'back\\slash',
  '\t',
  '\u2028',
  ' , "',
  ' : ',
  '{[',
  ']}',
  '"files":[',
]
const odd: object[] = [
  { host: 'nas1' },
  { host: 'n s' },
  { host: HERE },
  { head: 'ab'.repeat(32), headBytes: 16384 },
  { blocks: undefined },
  { root: undefined },
  { hash: 'ab12', algo: 'blake3' },
  { readNs: '17' },
  { readNs: 'soon' },
  { x: { files: [1, { y: '"}]' }] }, z: [[], {}] },
  { dev: '18446744073709551615' },
  { mtimeNs: '-1', ctimeNs: '99999999999999999999' },
  { nested: 1.5e3 },
  { ['__proto__']: 'x' },
]

function member(i: number): object {
  const path = random() < 0.4 ? `/${pick(names, random)}${i}` : `/dir/file${i}`
  const bytes = { path: undefined, path64: Buffer.from(`/\xff${i}`, 'latin1').toString('base64') }
  const fields = random() < 0.3 ? pick(odd, random) : {}
  return { ...file(path), ...(random() < 0.05 ? bytes : {}), ...fields }
}

/** JSON with blanks between tokens, as other programs write it. */
function spaced(json: string): string {
  const tokens = json.match(/"(?:[^"\\]|\\.)*"|[^"\s]/g)!
  const isWord = (token: string) => /[\w.+-]/.test(token[0]!)
  return tokens
    .map((token, i) =>
      isWord(token) && isWord(tokens[i + 1] ?? '')
        ? token
        : `${token}${pick(['', ' ', '\t', ' \r '], random)}`,
    )
    .join('')
}

function groupLine(count: number): string {
  const files = Array.from({ length: count }, (_, i) => member(i))
  const more = shuffled(
    Object.entries({ size: 4096, hash: 'ab12', algo: 'blake3', files, count, x: [{ files: [] }] }),
    random,
  )
  const json = JSON.stringify({ type: 'group', ...Object.fromEntries(more) })
  return random() < 0.5 ? json : spaced(json)
}

t.test(
  'whatever the spelling, and wherever chunks part: the records that JSON.parse gives',
  async (t) => {
    let packed = 0
    for (let round = 0; round < 400; round++) {
      const lines = Array.from({ length: 3 }, () =>
        pick(
          [() => groupLine(6), () => groupLine(0), () => JSON.stringify(file('/f')), () => ''],
          random,
        )(),
      )
      const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''))
      const [want, found] = [
        await whole(bytes),
        await inPieces(bytes, 1 + Math.floor(random() * 400)),
      ]
      packed += found.records.filter(isPacked).length
      const same = t.strictSame(
        { ...found, records: found.records.map(plain) },
        { ...want, records: want.records.map(plain) },
      )
      if (!same) return void t.comment(lines.join('\n'))
    }
    t.ok(packed > 200, `${packed} groups were read by their members`)
  },
)

const one = JSON.stringify(file('/one'))
const two = JSON.stringify(file('/two'))
const start = '{"type":"group","size":4096,"hash":"ab12","algo":"blake3","files":['
const padded = `{"type":"group","x":"${'x'.repeat(60)}",`

// prettier-ignore
const bad: [name: string, line: string, reason: string][] = [
  ['no JSON in a file',               `${start}${one},{"type":]}`,                  'not JSON'],
  ['no JSON before the files',        `{"type":"group",size:4096,"x":"${'x'.repeat(40)}","files":[${one}]}`, 'not JSON'],
  ['no JSON behind them',             `${start}${one},${two}],}`,                   'not JSON'],
  ['two objects',                     `${start}${one}]} {}`,                        'not JSON'],
  ['a comma too many',                `${start}${one},]}`,                          'not JSON'],
  ['only a comma',                    `${start},]}`,                                'not JSON'],
  ['a brace for a bracket',           `${start}${one}}}`,                           'not JSON'],
  ['a bracket too many',              `${start}${one}]]}`,                          'not JSON'],
  ['files that do not end',           `${start}${one}`,                             'not JSON'],
  ['two numbers with a blank between', `${padded}"size":40 96,"files":[${one}]}`,   'not JSON'],
  ['the same in a file',              `${start}${one.replace('4096', '40 96')}]}`,  'not JSON'],
  ['a word with a blank in it',       `${padded}"y":tr ue,"files":[${one}]}`,       'not JSON'],
  ['a line break in a string',        `${start}${one.replace('/one', '/o\tne')}]}`, 'not JSON'],
  ['not a file',                      `${start}${one},7]}`,                         'field "files[1]": expected an object'],
  ['a field that is malformed',       `${start}${one},${two.replace('"ino":"', '"ino":"x')}]}`, 'field "files[1].ino": expected decimal digits in a string, at most 2^64-1'],
  ['a path that is not normal',       `${start}${one.replace('/one', '/a/../one')}]}`, 'field "files[0].path": expected an absolute path, "." and ".." removed, valid UTF-8'],
  ['another size',                    `${start}${one},${two.replace('4096', '4095')}]}`, 'field "files[1].size": expected "4096"'],
  ['another size than the group',     `${start.replace('4096', '4095')}${one},${two}]}`, 'field "files[0].size": expected "4095"'],
  ['a size that comes last',          `${padded}"files":[${one},${two}],"size":1}`, 'field "files[0].size": expected "1"'],
  ['no files',                        `${padded}"size":1}`,                         'field "files": expected an array'],
  ['files that are no array',         `${padded}"size":1,"files":{"files":[]}}`,    'field "files": expected an array'],
]

for (const [name, line, reason] of bad)
  for (const length of [50, 1000])
    t.test(`${name}, in chunks of ${length} bytes`, async (t) => {
      const bytes = Buffer.from(`${one}\n\n${line}\n${one}\n`)
      const { records, error } = await inPieces(bytes, length)
      t.equal(error, `line 3: ${reason}`)
      t.equal((await whole(bytes)).error, error)
      t.equal(records.length, 1)
    })

t.test('not UTF-8, in a file or elsewhere', async (t) => {
  for (const at of ['/one', 'ab12'])
    for (const length of [50, 1000]) {
      const line = `${start}${one},${two}]}\n`.replace(at, '\xff')
      const { error } = await inPieces(Buffer.from(line, 'latin1'), length)
      t.equal(error, 'line 1: not UTF-8', `${at}, ${length}`)
    }
})

t.test('cut short', async (t) => {
  const line = `${start}${one},${two}]}`
  for (const end of [line.length, line.length - 1, line.length - 40]) {
    const { error } = await inPieces(Buffer.from(line.slice(0, end)), 50)
    t.equal(error, 'line 1: cut short: no newline at its end', String(end))
  }
})

t.test('of two lists of files the last one counts, as in JSON', async (t) => {
  const bytes = Buffer.from(`${start}${one.replace('4096', '7')}],"files":[${two}]}\n`)
  const [want, found] = [await whole(bytes), await inPieces(bytes, 50)]
  t.strictSame(found.records.map(plain), want.records.map(plain))
})

t.test('a group that is none in the end', async (t) => {
  const line = `${start}${one}],"type":"file"}\n`
  const { error } = await inPieces(Buffer.from(line), 50)
  t.equal(error, 'line 1: field "type": expected "group": pipe "file" through dd-group first')
})

t.test('other long lines are left as they are', async (t) => {
  const others = [
    one,
    `{"x":"${'x'.repeat(100)}","type":"group","size":4096,"files":[${one},${two}]}`,
  ]
  const { records } = await inPieces(Buffer.from(others.map((line) => `${line}\n`).join('')), 30)
  t.equal(records.length, 2)
  t.notOk(records.some(isPacked))
})

t.test('files of several mebibytes, any of them at any time', async (t) => {
  const made = (i: number) =>
    file(`/dir/${i % 7 === 0 ? 'é\n' : ''}${i}`) as FileRecord & { path: string }
  const files = Array.from({ length: 30_000 }, (_, i) => made(i))
  const bytes = Buffer.from(`${JSON.stringify({ type: 'group', size: 4096, files })}\n`)
  const batches = readRecordsOr(chunks(bytes, 65_536), parseAny, longGroup)
  const [group] = (await readAll(batches)).records as [AnyGroup]
  t.ok(isPacked(group as AnyRecord))
  t.equal(group.files.length, files.length)
  const wrong = [...group.files].findIndex(({ path }, i) => path !== files[i]!.path)
  t.equal(wrong, -1)
  for (const i of [29_999, 0, 17, 12_345, 7]) t.equal(group.files.at(i)!.path, files[i]!.path)
  t.equal(group.files.at(30_000), undefined)
})

t.test('a file knows its text, and a copy of it that was changed does not', async (t) => {
  const bytes = Buffer.from(`${start}${one},${two}]}\n`)
  const [group] = (await inPieces(bytes, 50)).records as [AnyGroup]
  const first = group.files.at(0)!
  t.equal(fileText(first), one)
  t.equal(fileText({ ...first, nlink: 9 }), JSON.stringify({ ...JSON.parse(one), nlink: 9 }))
})
