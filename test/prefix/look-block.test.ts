import t from 'tap'
import { HERE } from '../../lib/record/host.js'
import type { FileRecord } from '../../lib/record/file.js'
import type { Block } from '../../lib/stream/read-blocks.js'
import { blockLooker, STATE, type LookSettings } from '../../lib/prefix/look-block.js'
import { BadLine } from '../../lib/stream/read-blocks.js'
import { CountedReads } from '../helper/counted-reads.js'
import { lines } from '../helper/listed.js'

const fs = new CountedReads([
  ['/a', Buffer.from('abc')],
  ['/b', Buffer.from('abcdefgh')],
  ['/empty', Buffer.alloc(0)],
])
const [a, b, empty] = fs.records() as [FileRecord, FileRecord, FileRecord]
const gone = { ...a, path: '/gone' } as FileRecord
const digest = { hash: 'ab'.repeat(16), algo: 'md5' }

const SETTINGS: LookSettings = { trimsZeros: false, reads: true }
const block = (records: readonly FileRecord[]): Block => ({
  bytes: Buffer.from(lines(records)),
  firstLine: 1,
})
const noDisk = () => undefined
const turning = () => ({ name: 'sda', isRotational: true })
const flash = () => ({ name: 'nvme', isRotational: false })

const { empty: EMPTY, read: READ, waits: WAITS, failed: FAILED } = STATE

type Case = [
  name: string,
  record: FileRecord,
  state: number,
  mustNot?: number,
  reads?: boolean,
  disk?: typeof turning | typeof noDisk,
]

// prettier-ignore
const cases: Case[] = [
  // name                                record                       if it may wait, else  reads   disk
  ['a file',                             a,                           READ],
  ['an empty file',                      empty,                       EMPTY],
  ['several names',                      { ...a, nlink: 2 },          WAITS,  READ],
  ['a digest',                           { ...a, ...digest },         WAITS,  READ],
  ['a head is no digest',                { ...a, head: 'ab', headBytes: 1 }, READ],
  ['a disk that turns',                  a,                           WAITS,  READ,        true,   turning],
  ['a disk that does not',               a,                           READ,   READ,        true,   flash],
  ['an empty file with several names',   { ...empty, nlink: 2 },      EMPTY],
  ['nothing is to be read',              a,                           WAITS,  READ,        false],
  ['nor is an empty one',                empty,                       EMPTY,  EMPTY,       false],
  ['it is gone',                         gone,                        FAILED],
  ['from this machine',                  { ...a, host: HERE },  READ],
  ['from another',                       { ...a, host: 'nas' },       FAILED],
  ['an empty one from another',          { ...empty, host: 'nas' },   FAILED],
]

for (const [name, record, state, mustNot = state, reads = true, disk = noDisk] of cases)
  t.test(name, async (t) => {
    const look = blockLooker(fs, { ...SETTINGS, reads }, disk)
    t.equal(look(block([record]), true).state[0], state, 'if it may wait')
    t.equal(look(block([record]), false).state[0], mustNot, 'if it must not')
    t.equal(fs.open, 0)
  })

t.test('a column each', async (t) => {
  const records = [
    b,
    gone,
    empty,
    { ...a, dev: '8' },
    { ...a, nlink: 2, dev: '8' },
    { ...a, host: 'nas' },
  ] as FileRecord[]
  const found = blockLooker(fs, SETTINGS, noDisk)(block(records), true)
  t.equal(found.files, 6)
  t.strictSame([...found.state], [READ, FAILED, EMPTY, READ, WAITS, FAILED])
  t.strictSame([...found.size], [8, 3, 0, 3, 3, 3])
  t.strictSame([...found.length], [8, 3, 0, 3, 3, 3])
  t.strictSame(
    [...found.ino].map(String),
    records.map(({ ino }) => ino),
  )
  t.strictSame(
    [...found.volume].map((volume) => found.volumes[volume]),
    ['7', '7', '7', '8', '8', ''],
  )
  t.strictSame([...found.signatureBytes], [8, 0, 0, 3, 0, 0])
  t.equal(found.signatures.toString(), 'abcdefghabc')
  t.equal(found.hasDigests, false)
  t.strictSame(found.failures, [
    { file: 1, code: 'ENOENT', message: 'gone' },
    { file: 5, code: '', message: 'is on another machine, nas' },
  ])
  const bytes = Buffer.from(lines(records))
  const texts = records.map((_, i) =>
    bytes.toString('utf8', found.lineAt[i], found.lineAt[i]! + found.lineBytes[i]!),
  )
  t.strictSame(
    texts,
    records.map((record) => JSON.stringify(record)),
  )
})

t.test('a digest of any is noticed', async (t) => {
  t.ok(blockLooker(fs, SETTINGS, noDisk)(block([a, { ...b, ...digest }, a]), true).hasDigests)
})

t.test('zeros are cut where it is wanted', async (t) => {
  const padded = new CountedReads([['/a', Buffer.from('abc\0\0\0')]])
  const lengths = [true, false].map((trimsZeros) => {
    const look = blockLooker(padded, { ...SETTINGS, trimsZeros }, noDisk)
    return look(block(padded.records()), true).length[0]
  })
  t.strictSame(lengths, [3, 6])
})

t.test('a disk is asked for once', async (t) => {
  const asked: string[] = []
  const look = blockLooker(fs, SETTINGS, (dev) => void asked.push(dev))
  look(block([a, b, { ...a, dev: '8' }, a] as FileRecord[]), true)
  look(block([a]), true)
  t.strictSame(asked, ['7', '8'])
})

t.test('a line that is no file', async (t) => {
  const bytes = Buffer.from(`${lines([a])}{"type":"empty"}\n`)
  try {
    blockLooker(fs, SETTINGS, noDisk)({ bytes, firstLine: 10 }, true)
    t.fail('it was taken')
  } catch (error) {
    t.ok(error instanceof BadLine)
    t.equal((error as BadLine).line, 11)
  }
})

t.test('no lines', async (t) => {
  const found = blockLooker(
    fs,
    SETTINGS,
    noDisk,
  )({ bytes: Buffer.from('\n \n'), firstLine: 1 }, true)
  t.equal(found.files, 0)
  t.strictSame(found.volumes, [])
})
