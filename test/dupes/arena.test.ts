// A short file is read into an arena only if it is what was listed: through Node, and by address.
import * as fs from 'node:fs'
import { execFileSync } from 'node:child_process'
import { createServer } from 'node:net'
import { join } from 'node:path'
import t from 'tap'
import { nativeArena, nodeArena, type Arena } from '../../lib/dupes/arena.js'
import { FileTable } from '../../lib/dupes/file-table.js'
import { FoundRows } from '../../lib/dupes/found-rows.js'
import { fileStat, type FileStat } from '../../lib/fs/file-stat.js'
import { READ_CALLS } from '../../lib/fs/listed-file.js'
import { native } from '../../lib/fs/native/native.js'
import { topDirectory } from '../../lib/walk/directory.js'
import { Scratch } from '../helper/scratch.js'

const LENGTH = 80_000
const GUARD = 0xee

type Seam = (table: FileTable, reads?: (bytes: number) => void) => Arena

const byAddress = native()?.byAddress
const seams: { readonly [name: string]: Seam } = {
  node: (table) => nodeArena(LENGTH, table, READ_CALLS),
  ...(byAddress && {
    native: (table, onRead = () => {}) => nativeArena(LENGTH, table, byAddress, onRead),
  }),
}

/** A table with one file, as a walk lists it. @param path latin1 */
function tableWith(path: string, fields: Partial<FileStat> = {}): FileTable {
  const slash = path.lastIndexOf('/')
  const stat = { ...fileStat(Buffer.from(path, 'latin1')), ...fields }
  const table = new FileTable()
  const found = new FoundRows(table.memory)
  const above = path.slice(0, slash)
  found.add({ ...topDirectory(above, { dev: stat.dev, ino: 2n }), path: above }, path.slice(slash + 1), stat) // prettier-ignore
  t.ok(table.add(found.takeBatch()[0]!))
  return table
}

const SLOT = 1000

/** Load the only file of a table; no more than its bytes and one more may be written. */
function load(seam: Seam, table: FileTable): Buffer | undefined {
  const open = fs.readdirSync('/proc/self/fd').length
  const arena = seam(table)
  arena.bytes.fill(GUARD)
  const isLoaded = arena.load(0, SLOT)
  const size = table.size[0]!
  const around = [arena.bytes.subarray(0, SLOT), arena.bytes.subarray(SLOT + size + 1)]
  for (const bytes of around) t.ok(bytes.every((byte) => byte === GUARD), 'nothing around it is written') // prettier-ignore
  t.equal(fs.readdirSync('/proc/self/fd').length, open, 'it is closed')
  return isLoaded ? Buffer.from(arena.bytes.subarray(SLOT, SLOT + size)) : undefined
}

const sizes = [0, 1, 2, 3, 4, 5, 8, 4095, 4096, 4097, 65_535, 65_536]

/** Latin1. */
const names = ['plain', 'a b', 'new\nline', '\xff\xfe', '\xed\xa0\x80', 'é', '"\\', '\x01', '-n', 'n'.repeat(255), '\xff'.repeat(255)] // prettier-ignore

/** Puts back the times of a file that was changed: only its ctime tells. */
const untouched = (path: Buffer, change: () => void) => {
  const { atime, mtime } = fs.statSync(path)
  change()
  fs.utimesSync(path, atime, mtime)
}

const MANY = 9000

// prettier-ignore
const changes: [what: string, act: (path: Buffer, scratch: Scratch) => void][] = [
  ['grows by a byte',             (path) => fs.appendFileSync(path, 'x')],
  ['grows by far more than its slot', (path) => fs.appendFileSync(path, Buffer.alloc(200_000, 'x'))],
  ['shrinks by a byte',           (path) => fs.truncateSync(path, MANY - 1)],
  ['is cut to nothing',           (path) => fs.truncateSync(path, 0)],
  ['is written',                  (path) => fs.writeFileSync(path, Buffer.alloc(MANY, 'y'))],
  ['is touched',                  (path) => fs.utimesSync(path, 5, 5)],
  ['is written, its time put back', (path) => untouched(path, () => fs.writeFileSync(path, Buffer.alloc(MANY, 'y')))],
  ['gets another name',           (path, { at }) => fs.linkSync(path, `${path}2`) ?? at],
  ['gets another mode',           (path) => fs.chmodSync(path, 0o600)],
  ['is replaced by its like',     (path) => { fs.copyFileSync(path, `${path}2`); const { mtime } = fs.statSync(path); fs.utimesSync(`${path}2`, mtime, mtime); fs.renameSync(`${path}2`, path) }],
  ['is gone',                     (path) => fs.unlinkSync(path)],
  ['becomes a FIFO',              (path) => { fs.unlinkSync(path); execFileSync('mkfifo', [String(path)]) }],
  ['becomes a directory',         (path) => { fs.unlinkSync(path); fs.mkdirSync(path) }],
  ['becomes a symlink to itself', (path) => { fs.renameSync(path, `${path}2`); fs.symlinkSync(`${path}2`, path) }],
  ['becomes a symlink to nothing', (path) => { fs.unlinkSync(path); fs.symlinkSync('none', path) }],
  ['is below a file',             (path) => { const above = String(path).replace(/\/[^/]*$/, ''); fs.unlinkSync(path); fs.rmdirSync(above); fs.writeFileSync(above, '') }],
]

// prettier-ignore
const dates = ['1970-01-01T00:00:00Z', '1969-12-31T23:59:59.999999999Z', '1969-12-31T23:59:58.000000001Z', '1901-12-13T20:45:53Z', '2038-01-19T03:14:08.999999999Z', '2106-02-07T06:28:16.5Z', '2262-04-11T23:47:16.854775808Z', '2400-01-01T00:00:00.000000001Z']

// prettier-ignore
const lies: [what: string, of: (stat: FileStat) => Partial<FileStat>][] = [
  ['the low word of its inode',        ({ inoLow }) => ({ inoLow: inoLow ^ 1 })],
  ['the highest bit of that',          ({ inoLow }) => ({ inoLow: (inoLow ^ 2 ** 31) >>> 0 })],
  ['the high word of its inode',       ({ inoHigh }) => ({ inoHigh: inoHigh + 1 })],
  ['the highest bit of its inode',     ({ inoHigh }) => ({ inoHigh: (inoHigh ^ 2 ** 31) >>> 0 })],
  ['a byte more',                      ({ size }) => ({ size: size + 1 })],
  ['a byte less',                      ({ size }) => ({ size: size - 1 })],
  ['no byte',                          () => ({ size: 0 })],
  ['a nanosecond of its mtime',        ({ mtimeNs }) => ({ mtimeNs: mtimeNs ^ 1 })],
  ['a second of its mtime',            ({ mtime }) => ({ mtime: mtime + 1 })],
  ['2^32 seconds of its mtime',        ({ mtime }) => ({ mtime: mtime + 2 ** 32 })],
  ['the sign of its mtime',            ({ mtime }) => ({ mtime: -mtime })],
  ['a nanosecond of its ctime',        ({ ctimeNs }) => ({ ctimeNs: ctimeNs ^ 1 })],
  ['a second of its ctime',            ({ ctime }) => ({ ctime: ctime - 1 })],
  ['2^32 seconds of its ctime',        ({ ctime }) => ({ ctime: ctime - 2 ** 32 })],
]

for (const [name, seam] of Object.entries(seams)) {
  const plant = (scratch: Scratch, file = 'sub/f', size = MANY) => {
    const content = Buffer.from(Array.from({ length: size }, (_, i) => i & 255))
    scratch.write(file, content)
    return { content, path: `${scratch.root}/${file}` }
  }

  t.test(`${name}: files of many sizes`, async (t) => {
    for (const size of sizes) {
      const { path, content } = plant(new Scratch(t), 'f', size)
      t.strictSame(load(seam, tableWith(path)), content, `${size} bytes`)
    }
  })

  t.test(`${name}: odd names`, async (t) => {
    const scratch = new Scratch(t)
    for (const file of names) {
      const { path, content } = plant(scratch, `${file}/${file}`)
      t.strictSame(load(seam, tableWith(path)), content, JSON.stringify(file).slice(0, 20))
    }
  })

  t.test(`${name}: paths that are as long as the kernel takes, and longer`, async (t) => {
    const scratch = new Scratch(t)
    process.chdir(scratch.root)
    t.teardown(() => process.chdir('/'))
    t.teardown(() => execFileSync('rm', ['-rf', join(scratch.root, 'd'.repeat(99))])) // too deep for Node
    let dir = scratch.root
    while (dir.length < 3800) {
      fs.mkdirSync('d'.repeat(99))
      process.chdir('d'.repeat(99))
      dir += `/${'d'.repeat(99)}`
    }
    const content = Buffer.from('deep')
    for (const [length, isTaken] of [
      [4094, true],
      [4095, true],
      [4096, false],
      [4097, false],
      [4200, false],
    ] as const) {
      // prettier-ignore
      const [first, more] = ['e'.repeat(60), length - dir.length - 62]
      const file = `${first}/${'f'.repeat(more)}`
      if (more > 255) continue
      fs.mkdirSync(first, { recursive: true })
      fs.writeFileSync(file, content)
      const stat = fileStat(Buffer.from(file))
      const table = new FileTable()
      const found = new FoundRows(table.memory)
      const above = `${dir}/${first}`
      found.add({ ...topDirectory(above, { dev: stat.dev, ino: 2n }), path: above }, 'f'.repeat(more), stat) // prettier-ignore
      table.add(found.takeBatch()[0]!)
      t.equal(table.path(0).length, length)
      t.strictSame(load(seam, table), isTaken ? content : undefined, `${length} bytes`)
    }
  })

  for (const [what, act] of changes)
    t.test(`${name}: since it was listed, it ${what}`, async (t) => {
      const scratch = new Scratch(t)
      const { path } = plant(scratch)
      const table = tableWith(path)
      t.ok(load(seam, table), 'before that')
      act(Buffer.from(path), scratch)
      t.equal(load(seam, table), undefined)
    })

  t.test(`${name}: a socket has its name`, async (t) => {
    const { path } = plant(new Scratch(t), 's')
    const table = tableWith(path)
    fs.unlinkSync(path)
    const server = createServer()
    await new Promise<void>((done) => server.listen(path, done))
    t.equal(load(seam, table), undefined)
    server.close()
  })

  t.test(`${name}: what is no file`, async (t) => {
    for (const path of ['/dev/null', '/dev/zero', '/dev/tty', '/proc/self/stat', '/usr'])
      t.equal(load(seam, tableWith(path, { size: 0 })), undefined, path)
  })

  t.test(`${name}: times of other centuries`, async (t) => {
    for (const date of dates) {
      const { path, content } = plant(new Scratch(t))
      execFileSync('touch', ['-d', date, path])
      t.strictSame(load(seam, tableWith(path)), content, date)
    }
  })

  for (const [what, of] of lies)
    t.test(`${name}: listed with another fact: ${what}`, async (t) => {
      const { path } = plant(new Scratch(t))
      const stat = fileStat(path)
      t.ok(load(seam, tableWith(path)))
      t.equal(load(seam, tableWith(path, of(stat))), undefined)
    })

  t.test(`${name}: no room for it, at the end of the arena`, async (t) => {
    const { path } = plant(new Scratch(t), 'f', 100)
    const arena = seam(tableWith(path))
    t.ok(arena.load(0, LENGTH - 101))
    let isLoaded = false
    try {
      isLoaded = arena.load(0, LENGTH - 100)
    } catch (error) {
      t.ok(error instanceof RangeError)
    }
    t.notOk(isLoaded)
  })
}

t.test(
  'what is read by address is counted',
  { skip: !byAddress && 'koffi does not load' },
  async (t) => {
    const scratch = new Scratch(t)
    scratch.write('f', Buffer.alloc(5000))
    let read = 0
    const arena = seams.native!(tableWith(`${scratch.root}/f`), (bytes) => void (read += bytes))
    t.ok(arena.load(0, 0))
    t.equal(read, 5000)
    fs.appendFileSync(scratch.at('f'), 'xxx')
    t.notOk(arena.load(0, 0))
    t.equal(read, 10_001, 'with the byte that shows it')
  },
)
