import { linkSync } from 'node:fs'
import t from 'tap'
import { FileTable } from '../../lib/dupes/file-table.js'
import { BATCH_FILES, FoundRows } from '../../lib/dupes/found-rows.js'
import { filesMemory } from '../../lib/dupes/shared-files.js'
import { topDirectory } from '../../lib/walk/directory.js'
import { partWalker } from '../../lib/walk/part-walker.js'
import type { Part } from '../../lib/walk/part.js'
import { walkRules } from '../../lib/walk/rules.js'
import { pick, randomFrom } from '../helper/random.js'
import { stats, top } from '../helper/walked.js'

const dir = topDirectory('/p', { dev: 1n, ino: 2n })
const other = topDirectory('/q\xff', { dev: -1n, ino: -2n })

type Fields = Parameters<typeof stats>[0]
type Row = readonly [at: typeof dir, name: string, stat: ReturnType<typeof stats>]

/** A table, and some who write what they find to its memory, each as on a thread of its own. */
function written(files: number, writers = 1) {
  const table = new FileTable(filesMemory(files))
  const found = Array.from({ length: writers }, () => new FoundRows(table.memory))
  const take = (one = found[0]!) =>
    structuredClone(one.takeBatch()).map((rows) => table.add(rows)).every(Boolean) // prettier-ignore
  return { table, found, take }
}

/** All that a table says of its files, in the order in which they were told of. */
function rowsIn(table: FileTable) {
  const files = [...table.files()]
  return files.map((file) => [table.dir(file), table.name(file), table.facts(file)])
}

const MAX = 2n ** 63n

// prettier-ignore
const numbers: [name: string, fields: Fields][] = [
  ['as they are',                            {}],
  ['the largest size',                       { size: 2n ** 53n - 1n }],
  ['one less',                               { size: 2n ** 53n - 2n }],
  ['nothing',                                { size: 0n, blocks: 0n }],
  ['many blocks',                            { blocks: 2n ** 53n - 1n }],
  ['an inode above 2^63, as Node gives it',  { ino: -1n }],
  ['the same as it is',                      { ino: 2n ** 64n - 1n }],
  ['an inode of 2^63',                       { ino: MAX }],
  ['an inode above 2^53',                    { ino: 8508393986743964102n }],
  ['a device above 2^63, as Node gives it',  { dev: -2n }],
  ['a device of 2^64-1',                     { dev: 2n ** 64n - 1n }],
  ['another mode',                           { mode: 0o100600n }],
  ['another owner',                          { uid: 4294967294n }],
  ['another group',                          { gid: 4294967295n }],
  ['the most links',                         { nlink: 4294967295n }],
  ['times to the nanosecond',                { mtimeNs: 1700000000123456789n, ctimeNs: 1700000000987654321n }],
  ['times before 1970',                      { mtimeNs: -1n, ctimeNs: -2n }],
  ['the last times of 64 bits',              { mtimeNs: MAX - 1n, ctimeNs: -MAX }],
  ['mtime outside of them',                  { mtimeNs: MAX, ctimeNs: 5n }],
  ['ctime outside of them',                  { mtimeNs: 5n, ctimeNs: -MAX - 1n }],
  ['both, far',                              { mtimeNs: 10n ** 20n - 1n, ctimeNs: 1n - 10n ** 20n }],
]

for (const [name, fields] of numbers)
  t.test(`exactly: ${name}`, async (t) => {
    const { table, found, take } = written(4)
    const all = [fields, {}, fields, fields].map((some): Row => [dir, 'n', stats(some)])
    for (const one of all) found[0]!.add(...one)
    t.ok(take())
    t.strictSame(rowsIn(table), all)
  })

// prettier-ignore
const names: [what: string, names: string[]][] = [
  ['plain',                           ['a', 'b.txt', 'a']],
  ['of every length',                 Array.from({ length: 255 }, (_, i) => 'n'.repeat(i + 1))],
  ['of 255 bytes that are not UTF-8', ['\xff'.repeat(255), 'a', '\xc3'.repeat(255)]],
  ['of bytes that separate',          ['\n', ' ', '\\', '"', '\x01']],
]

for (const [what, all] of names)
  t.test(`names ${what}`, async (t) => {
    const { table, found, take } = written(all.length)
    for (const name of all) found[0]!.add(dir, name, stats())
    t.ok(take())
    t.strictSame([...table.files()].map((file) => table.name(file)), all) // prettier-ignore
  })

t.test('files of several directories, in turns', async (t) => {
  const { table, found, take } = written(5)
  const dirs = [dir, other, other, dir, dir]
  for (const at of dirs) found[0]!.add(at, 'n', stats())
  t.ok(take())
  t.strictSame(rowsIn(table).map(([at]) => at), dirs) // prettier-ignore
  t.strictSame([...table.files()].map((file) => table.path(file)), dirs.map(({ path }) => `${path}/n`)) // prettier-ignore
})

t.test('a batch is full at so many files, and one that was taken stays as it is', async (t) => {
  const { table, found, take } = written(2 * BATCH_FILES)
  const [one] = found
  t.ok(one!.isEmpty)
  const stat = stats({ mtimeNs: MAX })
  for (let i = 0; i < BATCH_FILES; i++) {
    if (one!.isFull) t.fail(`full at ${i}`)
    one!.add(dir, `${i}`, stat)
  }
  t.ok(one!.isFull)
  t.notOk(one!.isEmpty)
  t.ok(take())
  t.ok(one!.isEmpty)
  t.notOk(one!.isFull)
  t.strictSame(one!.takeBatch(), [])
  const before = rowsIn(table)
  t.equal(before.length, BATCH_FILES)
  const last: Row = [other, 'next', stats({ size: 7n, ino: 7n, uid: 7n, mtimeNs: 7n })]
  one!.add(...last)
  t.ok(take())
  t.strictSame(rowsIn(table), [...before, last])
})

t.test('several writers: each file is there once, whoever takes what and when', async (t) => {
  for (let seed = 1; seed <= 30; seed++) {
    const random = randomFrom(seed)
    const { table, found, take } = written(20_000, 3)
    const all: Row[] = []
    for (let i = 0; i < 3000 * random(); i++) {
      const long = pick(['', 'n'.repeat(200)], random)
      const [, fields] = pick(numbers, random)
      const row: Row = [pick([dir, other], random), `${i}${long}`, stats({ ...fields, uid: 3n })]
      const one = pick(found, random)
      one.add(...row)
      all.push(row)
      if (random() < 0.01) t.ok(take(one))
    }
    for (const one of found) t.ok(take(one))
    t.equal(table.count, all.length)
    const byName = ([, a]: readonly unknown[], [, b]: readonly unknown[]) => (`${a}` < `${b}` ? -1 : 1) // prettier-ignore
    t.strictSame(rowsIn(table).sort(byName), all.sort(byName), `seed ${seed}`)
    t.ok([...table.files()].every((file) => file < table.limit))
  }
})

// prettier-ignore
const full: [what: string, room: number, files: number, name: string, path: string][] = [
  ['one file too many',            3, 4,   'n',                '/p'],
  ['many too many',                3, 999, 'n',                '/p'],
  ['more than a block',            300, 301, 'n',              '/p'],
  ['a name that is too long',      1, 1,   'n'.repeat(70_000), '/p'],
  ['names that are, together',     300, 299, 'n'.repeat(999),  '/p'],
  ['a path that is too long',      1, 1,   'n',                `/${'d'.repeat(70_000)}`],
]

for (const [what, room, files, name, path] of full)
  t.test(`no room: ${what}`, async (t) => {
    const { table, found, take } = written(room, 2)
    for (let i = 0; i < files; i++) found[0]!.add({ ...dir, path }, name, stats())
    t.notOk(found[0]!.isEmpty)
    t.notOk(take())
    t.ok(table.count <= room)
    t.ok(
      rowsIn(table).every(([, told]) => told === name),
      'what is there is whole',
    )
    found[1]!.add(other, 'm', stats())
    take(found[1]!)
    t.ok(rowsIn(table).every(([, told]) => told === name || told === 'm'))
  })

t.test('parts of a directory that is a batch and more: all is found, once', async (t) => {
  const path = t.testdir({ 0: 'x' })
  for (let i = 1; i < 2 * BATCH_FILES + 10; i++) linkSync(`${path}/0`, `${path}/${i}`)
  const table = new FileTable()
  const walk = partWalker(await walkRules({}), new FoundRows(table.memory))
  const counts: number[] = []
  for (let part: Part = [{ dir: top(path), names: undefined }]; part.length > 0;) {
    const before = table.count
    const { found, left } = structuredClone(walk(part, BATCH_FILES))
    for (const rows of found) t.ok(table.add(rows))
    counts.push(table.count - before)
    part = left
  }
  t.strictSame(counts, [BATCH_FILES, BATCH_FILES, 10])
  t.equal(new Set(rowsIn(table).map(([, name]) => name)).size, 2 * BATCH_FILES + 10)
})
