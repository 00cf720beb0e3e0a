import { crc32 } from 'node:zlib'
import t from 'tap'
import {
  headerNotes,
  Journal,
  JournalDamaged,
  JournalFailed,
  readRows,
} from '../../lib/apply/journal.js'
import { COLUMNS, encodeRows, HEADER, HEADERS } from '../../lib/apply/journal-row.js'
import type { Column } from '../../lib/apply/journal-row.js'
import { before, errno } from '../helper/apply-run.js'
import { journalOf, memoryFile, rowsOf } from '../helper/memory-file.js'
import { row } from '../helper/rows.js'

const names = ['/a', '/b\n",c', '/\xff\xfe', '/d']
const rows = names.map((filepath, i) => row({ filepath, id: String(i) }))
const whole = journalOf(rows).bytes
/** Where each row ends, and first where the header does. */
const ends = rows.map((_, i) => HEADER.length + encodeRows(rows.slice(0, i)).length)

const namesIn = (bytes: Buffer | string) => rowsOf(memoryFile(bytes)).map((row) => row.filepath)

function thrown(act: () => unknown): unknown {
  try {
    act()
  } catch (error) {
    return error
  }
  return undefined
}

t.test('what is appended is read again', async (t) => {
  const file = journalOf(rows)
  t.strictSame(namesIn(file.bytes), names)
  t.equal(new Journal(file).path, file.path)
  const sync = () => t.fail('nothing is to be synced')
  new Journal({ ...file, sync }).append([])
  t.equal(file.bytes.length, whole.length, 'no rows are no bytes')
  let closed = 0
  new Journal({ ...file, close: () => closed++ }).close()
  t.equal(closed, 1)
})

t.test('each is durable before the next thing happens', async (t) => {
  const order: string[] = []
  const file = memoryFile()
  const append = before(file.append, () => order.push('append'))
  const journal = new Journal({ ...file, append, sync: () => order.push('sync') })
  journal.begin()
  journal.append(rows)
  t.strictSame(order, ['append', 'sync', 'append', 'sync'])
})

for (const call of ['append', 'sync'] as const)
  t.test(`once ${call} failed nothing is written any more`, async (t) => {
    const file = memoryFile()
    let calls = 0
    const failing = before(file[call] as () => void, () => {
      if (calls++ === 1) throw errno('EIO')
    })
    const journal = new Journal({ ...file, [call]: failing })
    journal.begin()
    t.ok(thrown(() => journal.append(rows)) instanceof JournalFailed)
    const { bytes } = file
    t.throws(() => journal.append(rows), { message: 'journal /memory/journal.csv: EIO: made up' })
    t.equal(file.bytes, bytes)
    t.equal(calls, 2)
  })

t.test('cut at every byte, it is the rows before', async (t) => {
  for (let cut = HEADER.length; cut < whole.length; cut++) {
    const file = memoryFile(whole.subarray(0, cut))
    const count = ends.filter((end) => end <= cut).length - 1
    const read = [...readRows(file, true)].flat().map(({ filepath }) => filepath)
    if (String(read) !== String(names.slice(0, count))) t.fail(`cut at ${cut}: ${read}`)
    if (file.bytes.length !== ends[count]) t.fail(`cut at ${cut}: ${file.bytes.length} bytes left`)
    if (String(rowsOf(file).length) !== String(count)) t.fail(`cut at ${cut}, a second time`)
  }
})

t.test('where nothing is torn, nothing is cut', async (t) => {
  const truncate = () => t.fail('it was cut')
  t.equal([...readRows({ ...journalOf(rows), truncate }, true)].flat().length, rows.length)
})

t.test('the log of another program is told from damage', async (t) => {
  for (const end of ['\n', '\r\n'])
    t.throws(() => namesIn(`filepath,status${end}`), {
      message: /the log of another program: see --resume/,
    })
})

t.test('a reader does not cut', async (t) => {
  const file = memoryFile(whole.subarray(0, -1))
  t.equal(rowsOf(file).length, names.length - 1)
  t.equal(file.bytes.length, whole.length - 1)
})

t.test('a bit turned anywhere before the last row: refused, with its line', async (t) => {
  const starts = ends.map((end) => whole.subarray(0, end).toString('latin1').split('\n').length)
  for (let at = HEADER.length; at < ends.at(-1)!; at++)
    for (const bit of [1, 4, 128]) {
      const hurt = Buffer.from(whole)
      hurt[at]! ^= bit
      const line = starts[ends.findLastIndex((end) => end <= at)]
      const file = memoryFile(hurt)
      const message = `/memory/journal.csv: line ${line} is damaged, and good ones follow it`
      const error = thrown(() => [...readRows(file, true)])
      if (!(error instanceof JournalDamaged) || error.message !== message)
        t.match(error, { message }, `${at}, ${bit}`)
      if (file.bytes.length !== whole.length) t.fail('it was cut')
    }
})

t.test('a bit turned in the last row: it is as if torn', async (t) => {
  for (let at = ends.at(-1)!; at < whole.length; at++) {
    const hurt = Buffer.from(whole)
    hurt[at]! ^= 1
    if (rowsOf(memoryFile(hurt)).length !== names.length - 1) t.fail(`at ${at}`)
  }
})

// prettier-ignore
const others: [name: string, bytes: Buffer | string, read: string[] | undefined][] = [
  ['an empty file',                   '',                                                []],
  ['half of the header',              HEADER.slice(0, 20),                               []],
  ['the header alone',                HEADER,                                            []],
  ['NULs at the end',                 Buffer.concat([whole, Buffer.alloc(5000)]),        names],
  ['NULs for the last row',           Buffer.concat([whole.subarray(0, ends.at(-1)), Buffer.alloc(300)]), names.slice(0, -1)],
  ['NULs in the last row',            Buffer.concat([whole.subarray(0, -20), Buffer.alloc(20)]), names.slice(0, -1)],
  ['rubbish at the end',              Buffer.concat([whole, Buffer.from('"\n,,\xff\n')]), names],
  ['one row twice',                   Buffer.concat([whole, encodeRows(rows.slice(0, 1))]), [...names, '/a']],
  ['NULs, then good rows',            Buffer.concat([whole, Buffer.alloc(9), Buffer.from('\n'), encodeRows(rows)]), undefined],
  ['only NULs',                       Buffer.alloc(500),                                 undefined],
  ['another header',                  'filepath,status,size\n/a,DELETED,3\n',            undefined],
  ['no journal',                      '{"type":"step"}\n',                               undefined],
  ['our rows without the header',     whole.subarray(HEADER.length),                     undefined],
  ['a row without an end',            Buffer.concat([whole, Buffer.alloc(2 ** 20 + 9, '"\n')]), undefined],
]

for (const [name, bytes, read] of others)
  t.test(name, async (t) => {
    if (read === undefined) t.ok(thrown(() => namesIn(bytes)) instanceof JournalDamaged)
    else t.strictSame(namesIn(bytes), read)
  })

t.test('a journal of many blocks', async (t) => {
  const many = Array.from({ length: 20_000 }, (_, i) => row({ filepath: `/${i}\n`, id: String(i) }))
  const file = journalOf(many)
  t.equal(rowsOf(file).length, many.length)
  file.bytes[file.bytes.indexOf('/15000\n')]! ^= 1
  t.throws(() => rowsOf(file), { message: 'line 30002 is damaged' })
})

// prettier-ignore
const impossible: [name: string, bytes: Buffer, line: number, what: string][] = [
  ['the first row',            encodeRows([row({ temp: '../victim' }), row()]),               2, 'field "temp": expected a temporary name'],
  ['a row behind long names',  encodeRows([...rows, row({ mode: 'zz' })]),                    7, 'field "mode": expected decimal digits'],
  ['the last row',             encodeRows([row(), row({ size: 'abc' })]),                     3, 'field "size": expected decimal digits'],
  ['a column too few',         encodeRows([row()], ['filepath', 'status']),                   2, 'not the columns of its header'],
  ['a column too many',        encodeRows([row()], ['op', ...COLUMNS.slice(0, -1)] as Column[]), 2, 'not the columns of its header'],
  ['a stray quote',            sealed('/a"b"'),                                               2, 'not the columns of its header'],
]

for (const [name, bytes, line, what] of impossible)
  t.test(`a row that no run can have written: ${name}`, async (t) => {
    const file = memoryFile(Buffer.concat([Buffer.from(HEADER), bytes, Buffer.from('torn')]))
    const [before, message] = [file.bytes, `/memory/journal.csv: line ${line}: ${what}`]
    for (const repair of [false, true]) {
      const error = thrown(() => [...readRows(file, repair)])
      t.ok(error instanceof JournalDamaged)
      t.match(error, { message })
    }
    t.equal(file.bytes, before, 'nothing is cut off')
  })

/** A line with its checksum. */
function sealed(line: string): Buffer {
  return Buffer.from(`${line},${crc32(Buffer.from(line)).toString(16).padStart(8, '0')}\n`)
}

for (const [header, fields] of HEADERS)
  t.test(`a journal of ${fields.length} columns is read, and goes on with them`, async (t) => {
    const file = memoryFile(header)
    file.append(encodeRows(rows, fields))
    new Journal(file).append([row({ filepath: '/late' })])
    new Journal(file).note(row({ filepath: '/later' }))
    t.strictSame(namesIn(file.bytes), [...names, '/late', '/later'])
    for (const one of rowsOf(file)) t.strictSame(Object.keys(one).sort(), [...COLUMNS].sort())
  })

t.test('the first journals had 20 columns and a checksum', async (t) => {
  t.equal([...HEADERS.keys()].at(-1), `${COLUMNS.slice(0, 20).join(',')},crc\n`)
  t.equal([...HEADERS.keys()][0], HEADER)
})

// prettier-ignore
const heads: [name: string, bytes: Buffer | string, want: RegExp | undefined][] = [
  ['an empty file',       '',                      /^\/memory\/journal\.csv is empty: /],
  ['a byte of it',        HEADER.slice(0, 1),      / is cut in its first line: /],
  ['all but its end',     HEADER.slice(0, -1),     / is cut in its first line: /],
  ['the header alone',    HEADER,                  undefined],
  ['a whole journal',     whole,                   undefined],
  ['an older one',        [...HEADERS.keys()].at(-1)!, undefined],
  ['another header',      'a,b\n',                 undefined],
]

for (const [name, bytes, want] of heads)
  t.test(`what is said of ${name}`, async (t) => {
    const notes = headerNotes(memoryFile(bytes))
    t.equal(notes.length, want === undefined ? 0 : 1)
    t.match(notes.join(), want ?? '')
  })
