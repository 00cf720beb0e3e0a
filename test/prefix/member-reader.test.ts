import t from 'tap'
import { MemberReader } from '../../lib/prefix/member-reader.js'
import { factsOf } from '../../lib/prefix/facts.js'
import type { ReadCalls } from '../../lib/fs/listed-file.js'
import { CountedReads } from '../helper/counted-reads.js'

const NAMES = ['/a', '/b', '/c', '/d']

function example(mostOpen: number, calls: Partial<ReadCalls> = {}) {
  const fs = new CountedReads(NAMES.map((path) => [path, Buffer.from(`${path} is here`)]))
  const listed = fs.records().map(factsOf)
  const { openSync, readSync, fstatSync, closeSync } = fs
  const reader = new MemberReader(
    listed,
    { openSync, readSync, fstatSync, closeSync, ...calls },
    mostOpen,
  )
  const read = (file: number, from = 0, bytes = 4) => {
    const into = Buffer.alloc(bytes)
    return reader.read({ file }, from, into) ? into.toString() : 'failed'
  }
  return { fs, reader, read }
}

t.test('bytes from anywhere', async (t) => {
  const { fs, reader, read } = example(4)
  t.strictSame(
    [read(0), read(1, 3), read(0, 6, 1), read(2, 0, 10)],
    ['/a i', 'is h', 'h', '/c is here'],
  )
  t.equal(read(3, 5, 0), '')
  t.strictSame(reader.failures, [])
  reader.close()
  t.equal(fs.open, 0)
})

// prettier-ignore
const orders: [name: string, mostOpen: number, order: number[], opens: number][] = [
  ['all stay open',                               4, [0, 1, 2, 3, 0, 1, 2, 3], 4],
  ['only one does',                               1, [0, 1, 0, 1, 1],          4],
  ['the one that was used first is closed first', 2, [0, 1, 2, 1, 2, 0],       4],
  ['what is used again stays',                    2, [0, 1, 0, 2, 0, 0],       3],
  ['by turns with too few',                       3, [0, 1, 2, 3, 0, 1, 2, 3], 8],
]

for (const [name, mostOpen, order, opens] of orders)
  t.test(`${mostOpen} descriptors: ${name}`, async (t) => {
    const { fs, reader, read } = example(mostOpen)
    for (const file of order) t.equal(read(file, 1, 1), NAMES[file]![1])
    t.equal(fs.opens, opens)
    t.equal(fs.mostOpen, Math.min(mostOpen, new Set(order).size))
    reader.close()
    t.equal(fs.open, 0)
  })

const eio = Object.assign(new Error('EIO: i/o error, read'), { code: 'EIO' })

// prettier-ignore
const failures: [name: string, harm: (fs: CountedReads) => void, want: object][] = [
  ['it cannot be read',         (fs) => { fs.onRead = () => { throw eio } },   { code: 'EIO', message: eio.message }],
  ['it is shorter by now',      (fs) => fs.set('/b', Buffer.from('/b')),       { code: '', message: 'changed since it was listed' }],
  ['it is longer by now',       (fs) => fs.set('/b', Buffer.alloc(100)),       { code: '', message: 'changed since it was listed' }],
  ['it grows while it is read', (fs) => { fs.onRead = (path) => fs.set(path, Buffer.alloc(100)) }, { code: '', message: 'changed since it was listed' }],
]

for (const [name, harm, failure] of failures)
  t.test(name, async (t) => {
    const { fs, reader, read } = example(2)
    t.equal(read(0), '/a i')
    harm(fs)
    t.equal(read(1), 'failed')
    t.strictSame(reader.failures, [{ file: 1, ...failure }])
    reader.close()
    t.equal(fs.open, 0)
  })

t.test('it cannot be opened: others are read on', async (t) => {
  const { openSync } = new CountedReads([])
  const { fs, reader, read } = example(2)
  const broken = example(1, { openSync })
  t.equal(broken.read(1), 'failed')
  t.equal(broken.reader.failures[0]!.code, 'ENOENT')
  broken.reader.close()
  t.strictSame([read(0), read(1), read(2)], ['/a i', '/b i', '/c i'])
  reader.close()
  t.equal(fs.open, 0)
})

t.test('a FIFO has its name, which nobody reads from a place', async (t) => {
  const fs = new CountedReads([['/a', Buffer.from('a')]])
  const fifo: ReadCalls['fstatSync'] = (fd) => ({ ...fs.fstatSync(fd), isFile: () => false })
  const espipe = () => {
    throw Object.assign(new Error('ESPIPE: invalid seek, read'), { code: 'ESPIPE' })
  }
  const { openSync, closeSync } = fs
  const calls = { openSync, readSync: espipe, closeSync, fstatSync: fifo }
  const reader = new MemberReader(fs.records().map(factsOf), calls, 1)
  t.notOk(reader.read({ file: 0 }, 0, Buffer.alloc(1)))
  t.equal(reader.failures[0]!.message, 'is no longer a regular file')
  reader.close()
})

t.test('another file has its name', async (t) => {
  const other =
    (fs: CountedReads): ReadCalls['fstatSync'] =>
    (fd) => ({ ...fs.fstatSync(fd), ino: 1n })
  const fs = new CountedReads([['/a', Buffer.from('a')]])
  const { openSync, readSync, closeSync } = fs
  const calls = { openSync, readSync, closeSync, fstatSync: other(fs) }
  const reader = new MemberReader(fs.records().map(factsOf), calls, 1)
  t.notOk(reader.read({ file: 0 }, 0, Buffer.alloc(1)))
  t.equal(reader.failures[0]!.message, 'was replaced by another file since it was listed')
  reader.close()
})

t.test('reads may give less than was asked for', async (t) => {
  const fs = new CountedReads([['/a', Buffer.from('0123456789')]])
  const { openSync, fstatSync, closeSync } = fs
  const readSync: ReadCalls['readSync'] = (fd, to, at, length, from) =>
    fs.readSync(fd, to, at, Math.min(length, 3), from)
  const reader = new MemberReader(
    fs.records().map(factsOf),
    { openSync, readSync, fstatSync, closeSync },
    1,
  )
  const into = Buffer.alloc(9)
  t.ok(reader.read({ file: 0 }, 1, into))
  t.equal(into.toString(), '123456789')
  reader.close()
})
