import t from 'tap'
import {
  BATCH_FILES,
  FoundColumns,
  NUMBERS,
  type Columns,
  type NumberFact,
} from '../../lib/walk/columns.js'
import { topDirectory } from '../../lib/walk/directory.js'
import { stats } from '../helper/walked.js'

const dir = topDirectory('/p', { dev: 1n, ino: 2n })
const other = topDirectory('/q\xff', { dev: -1n, ino: -2n })

type Fields = Parameters<typeof stats>[0]

/** All that columns say, file by file. */
function rows({ count, ...columns }: Columns) {
  let end = 0
  return Array.from({ length: count }, (_, i) => {
    const name = columns.names.slice(end, (end += columns.nameBytes[i]!))
    const numbers = Object.keys(NUMBERS) as NumberFact[]
    return {
      dir: columns.dirs[columns.dir[i]!],
      name,
      ...columns.kinds[columns.kind[i]!],
      ...Object.fromEntries(numbers.map((fact) => [fact, columns[fact][i]])),
    }
  })
}

/** The same, as it was put in. */
function row(at: typeof dir, name: string, stat: ReturnType<typeof stats>) {
  return { dir: at, name, ...stat }
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
    const found = new FoundColumns()
    const all = [fields, {}, fields, fields].map((some) => stats(some))
    for (const stat of all) found.add(dir, 'n', stat)
    const [columns] = found.takeBatch()
    t.strictSame(
      rows(columns!),
      all.map((stat) => row(dir, 'n', stat)),
    )
    t.strictSame(structuredClone(columns), columns, 'and the same in another thread')
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
    const found = new FoundColumns()
    for (const name of all) found.add(dir, name, stats())
    const read = rows(structuredClone(found.takeBatch()[0]!))
    t.strictSame(
      read.map(({ name }) => name),
      all,
    )
  })

t.test('files of several directories, in turns', async (t) => {
  const found = new FoundColumns()
  const dirs = [dir, other, other, dir, dir]
  for (const at of dirs) found.add(at, 'n', stats())
  const columns = structuredClone(found.takeBatch()[0]!)
  t.strictSame(
    rows(columns).map(({ dir }) => dir),
    dirs,
  )
  t.equal(columns.dirs.length, 3, 'one after the other is told once')
})

t.test('all the numbers at once, one after the other', async (t) => {
  const found = new FoundColumns()
  const all = numbers.map(
    ([name, fields], i) => [i % 3 ? dir : other, name, stats(fields)] as const,
  )
  for (const one of all) found.add(...one)
  t.strictSame(
    rows(found.takeBatch()[0]!),
    all.map((one) => row(...one)),
  )
})

t.test('a batch is full at so many files, and what was taken stays as it is', async (t) => {
  const found = new FoundColumns()
  t.ok(found.isEmpty)
  const stat = stats({ mtimeNs: MAX })
  for (let i = 0; i < BATCH_FILES; i++) {
    if (found.isFull) t.fail(`full at ${i}`)
    found.add(dir, `${i}`, stat)
  }
  t.ok(found.isFull)
  t.notOk(found.isEmpty)
  const [first, ...none] = found.takeBatch()
  t.strictSame(none, [])
  t.ok(found.isEmpty)
  t.notOk(found.isFull)
  const before = rows(first!)
  t.equal(before.length, BATCH_FILES)
  t.equal(before.at(-1)!.name, `${BATCH_FILES - 1}`)
  found.add(other, 'next', stats({ size: 7n, ino: 7n, uid: 7n, mtimeNs: 7n }))
  t.strictSame(rows(first!), before)
  const [second] = found.takeBatch()
  t.strictSame(
    rows(second!),
    [row(other, 'next', stats({ size: 7n, ino: 7n, uid: 7n, mtimeNs: 7n }))],
    'nothing of the first is left in the second',
  )
})
