import t from 'tap'
import { FileTable } from '../../lib/dupes/file-table.js'
import { FoundRows } from '../../lib/dupes/found-rows.js'
import { fileStatOf, inodeOf, nanoseconds } from '../../lib/fs/file-stat.js'
import { pathFields } from '../../lib/record/path.js'
import { topDirectory } from '../../lib/walk/directory.js'
import { filesMemory, MOST_FILES, SharedFiles } from '../../lib/dupes/shared-files.js'
import { made, statOf, type Made } from '../helper/made-files.js'
import { addTo, rowsWriter, tableOf } from '../helper/made-table.js'

const YEAR_2500 = 16_725_225_600_000_000_001n
const YEAR_1677 = -(2n ** 63n) - 1n

const files = [
  made('/a/plain'),
  made('/a/plain2', { root: '/a', nlink: 65_000, blocks: 2 ** 44 }),
  made('/a/largest', { size: 2 ** 53 - 1, uid: 2 ** 32 - 1 }),
  made('/a/empty', { size: 0, ino: 0n, nlink: 0, blocks: 0, uid: 0, mtimeNs: 0n, ctimeNs: 0n }),
  made('/b/ino', { ino: 2n ** 64n - 1n, dev: 2n ** 64n - 2n }),
  made('/b/ino2', { ino: 2n ** 63n, dev: 2n ** 63n }),
  made('/b/to the nanosecond', { mtimeNs: 1_700_000_000_123_456_789n, ctimeNs: -1n }),
  made('/b/last of 64 bits', { mtimeNs: 2n ** 63n - 1n, ctimeNs: -(2n ** 63n) }),
  made('/b/odd mtime', { mtimeNs: YEAR_2500 }),
  made('/b/odd ctime', { ctimeNs: YEAR_1677 }),
  made('/b/odd', { mtimeNs: YEAR_1677, ctimeNs: YEAR_2500 }),
  made('/b/\xff'),
  made('/\xc3\x28/new\nline', { root: '/\xc3\x28' }),
  made(`/b/${'\xe9'.repeat(255)}`),
  made(`/b/${'n'.repeat(255)}`),
  made('/file', { root: '/' }),
]

/** All that a table says of a file, as it was made. */
function told(table: FileTable, file: number) {
  const facts = table.facts(file)
  const { dev, size, nlink, uid, blocks } = facts
  return {
    path: table.path(file),
    root: table.dir(file).root,
    dev: BigInt.asUintN(64, dev),
    size,
    ino: inodeOf(facts),
    nlink,
    uid,
    mtimeNs: nanoseconds(facts.mtime, facts.mtimeNs),
    ctimeNs: nanoseconds(facts.ctime, facts.ctimeNs),
    blocks,
  }
}

const facts = ({ path, root, dev, size, ino, nlink, uid, mtimeNs, ctimeNs, blocks }: Made) =>
  ({ path, root, dev, size, ino, nlink, uid, mtimeNs, ctimeNs, blocks }) // prettier-ignore

const halves = [files.slice(0, 9), files.slice(9)]

// prettier-ignore
const batches: [name: string, batches: Made[][]][] = [
  ['one batch',                   [files]],
  ['two',                         halves],
  ['one file each',               files.map((file) => [file])],
  ['an empty one among them',     [[], halves[0]!, [], halves[1]!, []]],
]

for (const [name, given] of batches)
  t.test(`${name}: everything comes out as it went in`, async (t) => {
    const table = tableOf(files, given)
    t.equal(table.count, files.length)
    t.strictSame(
      files.map((_, i) => told(table, i)),
      files.map(facts),
    )
    for (const [i, file] of files.entries()) {
      const [, name] = /([^/]*)$/.exec(file.path)!
      t.equal(table.name(i), name)
      t.strictSame(table.pathFields(i), pathFields(Buffer.from(file.path, 'latin1')))
      t.equal(table.dev(i), String(file.dev))
      t.equal(table.uid[i], file.uid)
      t.strictSame(table.times(i), { mtimeNs: file.mtimeNs, ctimeNs: file.ctimeNs })
    }
  })

t.test('columns hold what facts say', async (t) => {
  const table = tableOf(files, halves)
  for (const [i, file] of files.entries()) {
    t.equal(table.size[i], file.size)
    t.equal(inodeOf({ inoHigh: table.inoHigh[i]!, inoLow: table.inoLow[i]! }), file.ino)
    t.equal(table.nlink[i], file.nlink)
    t.equal(table.blocks[i], file.blocks)
    t.equal(BigInt.asUintN(64, table.devs[table.volume(i)]!), file.dev)
  }
})

t.test('a device is one volume, whatever else differs, and in whatever batch', async (t) => {
  const devices = [7n, 8n, 7n, 2n ** 64n - 2n, 8n, 7n]
  const some = devices.map((dev, i) => made(`/v/${i}`, { dev, uid: i % 2 }))
  const table = tableOf(some, [some.slice(0, 3), some.slice(3)])
  t.strictSame(
    [0, 1, 2, 3, 4, 5].map((file) => table.volume(file)),
    [0, 1, 0, 2, 1, 0],
  )
  t.equal(table.devs.length, 3)
})

for (const count of [1023, 1024, 1025, 2048, 2049, 5000])
  t.test(`${count} files, and as many after them`, async (t) => {
    const table = new FileTable()
    const write = rowsWriter(table.memory)
    const nameOf = (i: number) => `${'long name '.repeat(i % 20)}${i}`
    for (let first = 0; first < 2 * count; first += 1000) {
      const last = Math.min(first + 1000, 2 * count)
      const some = Array.from({ length: last - first }, (_, i) =>
        made(`/d${first}/${nameOf(first + i)}`, { size: first + i, ino: BigInt(first + i) }),
      )
      addTo(table, some, write)
    }
    t.equal(table.count, 2 * count)
    const wrong = [...Array(2 * count).keys()].filter(
      (i) => table.name(i) !== nameOf(i) || table.size[i] !== i || table.inoLow[i] !== i,
    )
    t.strictSame(wrong, [])
    t.equal(
      table.path(2 * count - 1),
      `/d${Math.floor((2 * count - 1) / 1000) * 1000}/${nameOf(2 * count - 1)}`,
    )
  })

t.test('below the root directory there is no second slash', async (t) => {
  const table = new FileTable()
  const found = new FoundRows(table.memory)
  found.add(topDirectory('/', { dev: 7n, ino: 2n }), 'etc', fileStatOf(statOf(made('/etc'))))
  for (const rows of found.takeBatch()) table.add(rows)
  t.equal(table.path(0), '/etc')
  t.equal(table.dir(0).root, '/')
})

t.test('what there is no room for is not added', async (t) => {
  const some = [made('/d/a'), made('/d/b'), made('/e/c')]
  const add = (room: number, files: Made[]) => addTo(new FileTable(filesMemory(room)), files)
  t.ok(add(3, some))
  t.notOk(add(2, some), 'too many files')
  t.notOk(add(1, [made(`/d/${'n'.repeat(70_000)}`)]), 'too long names')
  t.notOk(add(1, [made(`/${'d'.repeat(70_000)}/n`)]), 'too long paths')
  const table = new FileTable(filesMemory(3))
  const write = rowsWriter(table.memory)
  t.ok(addTo(table, some.slice(0, 2), write))
  t.notOk(addTo(table, some, write))
  t.equal(table.path(1), '/d/b')
})

t.test('the largest table there is', async (t) => {
  const table = new FileTable(filesMemory(MOST_FILES))
  t.ok(addTo(table, files))
  t.strictSame(files.map((_, i) => told(table, i)), files.map(facts)) // prettier-ignore
})

t.test('another thread sees the same, from the same memory', async (t) => {
  const table = tableOf(files, halves)
  const shared = new SharedFiles(table.memory)
  const room = Buffer.alloc(8192, 1)
  for (const [i, file] of files.entries()) {
    t.equal(shared.path(i), file.path)
    const bytes = Buffer.from(`${file.path}\0\x01`, 'latin1')
    t.equal(shared.writePath(i, room), bytes.length - 1)
    t.strictSame(room.subarray(0, bytes.length), bytes)
    t.equal(shared.writePath(i, Buffer.alloc(1)), bytes.length - 1, 'more than there is room for')
    t.equal(shared.size[i], file.size)
    t.equal(shared.uid[i], file.uid)
    room.fill(1)
  }
})
