import t from 'tap'
import { parseFile, type FileRecord } from '../../lib/record/file.js'
import { pathFields } from '../../lib/record/path.js'
import { topDirectory, type Directory } from '../../lib/walk/directory.js'
import { fileLines } from '../../lib/walk/file-line.js'
import { isPlain } from '../../lib/walk/latin1-path.js'
import { nodeStats, stats } from '../helper/walked.js'

const bytes = (text: string) => Buffer.from(text, 'latin1')
const utf8 = (text: string) => Buffer.from(text).toString('latin1')

/** The record as the types have it, for JSON.stringify. */
function record({ path, root }: Directory, name: string, stat: ReturnType<typeof nodeStats>) {
  const { path: rootPath, path64: root64 } = pathFields(bytes(root))
  return {
    type: 'file',
    ...pathFields(bytes(`${path}/${name}`)),
    ...(rootPath === undefined ? { root64 } : { root: rootPath }),
    size: Number(stat.size),
    dev: String(BigInt.asUintN(64, stat.dev)),
    ino: String(BigInt.asUintN(64, stat.ino)),
    nlink: Number(stat.nlink),
    mode: Number(stat.mode),
    uid: Number(stat.uid),
    gid: Number(stat.gid),
    mtimeNs: String(stat.mtimeNs),
    ctimeNs: String(stat.ctimeNs),
    blocks: Number(stat.blocks),
  } as FileRecord
}

const dirs = ['/p', '/', '/p q', '/a"b', '/a\\b', '/a\nb', utf8('/é'), '/f\xff', '/\x7f', '/\u0080']
const names = [
  'a.txt',
  ' ',
  '"',
  '\\',
  '\n',
  '\x01',
  '\x7f',
  utf8('é😀'),
  utf8('\u2028'),
  '\xff',
  '-rf',
]

for (const path of dirs)
  t.test(
    `in ${JSON.stringify(path)} each line is what JSON.stringify makes of the record`,
    async (t) => {
      const lineOf = fileLines()
      const dir = topDirectory(path, { dev: 1n, ino: 2n })
      for (const name of names) {
        dir.isPlain = isPlain(path) && isPlain(name)
        const line = lineOf(dir, name, stats())
        t.equal(line, JSON.stringify(record(dir, name, nodeStats())), JSON.stringify(name))
        t.strictSame(parseFile(JSON.parse(line)), record(dir, name, nodeStats()), 'and parses')
      }
    },
  )

t.test('what all records say comes last', async (t) => {
  const dir = topDirectory('/p', { dev: 1n, ino: 2n })
  for (const more of [{ host: 'nas1' }, { readNs: '7' }, { host: 'nas1', readNs: '7' }])
    for (const isPlain of [true, false]) {
      dir.isPlain = isPlain
      const want = JSON.stringify({ ...record(dir, 'a', nodeStats()), ...more })
      t.equal(fileLines(more)(dir, 'a', stats()), want)
    }
})

t.test('a plain name in a directory that holds others makes the same line', async (t) => {
  const dir = topDirectory('/p', { dev: 1n, ino: 2n })
  const odd = fileLines()(dir, 'a', stats())
  dir.isPlain = true
  t.equal(fileLines()(dir, 'a', stats()), odd)
})

// prettier-ignore
const numbers: [name: string, fields: Parameters<typeof stats>[0]][] = [
  ['an inode above 2^63, as Node gives it',  { ino: -1n }],
  ['a device above 2^63, as Node gives it',  { dev: -2n }],
  ['an inode above 2^53',                    { ino: 8508393986743964102n }],
  ['times to the nanosecond',                { mtimeNs: 1700000000123456789n, ctimeNs: 1700000000987654321n }],
  ['a time before 1970',                     { mtimeNs: -1n }],
  ['the largest size',                       { size: 2n ** 53n - 1n }],
  ['another mode',                           { mode: 0o100600n }],
  ['another owner',                          { uid: 4294967294n }],
  ['another group',                          { gid: 7n }],
  ['more links',                             { nlink: 65000n }],
  ['another device',                         { dev: 77n }],
  ['no blocks',                              { blocks: 0n }],
  ['nothing',                                { size: 0n }],
  ['the most blocks',                        { blocks: 2n ** 53n - 1n }],
  ['the most links',                         { nlink: 4294967295n }],
  ['a device of 2^64-1 as it is',            { dev: 2n ** 64n - 1n }],
  ['times outside of 64 bits',               { mtimeNs: 10n ** 20n - 1n, ctimeNs: -(2n ** 63n) - 1n }],
]

t.test('one maker goes from file to file without mixing them up', async (t) => {
  const lineOf = fileLines()
  const dir = topDirectory('/p', { dev: 1n, ino: 2n })
  const other = topDirectory('/q', { dev: 1n, ino: 3n })
  for (const [name, fields] of numbers)
    for (const at of [dir, other, dir]) {
      for (const some of [{}, fields])
        t.equal(
          lineOf(at, 'n', stats(some)),
          JSON.stringify(record(at, 'n', nodeStats(some))),
          name,
        )
    }
})
