// dd-prefix as a process: what it finds among files that are there.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import ndjson from 'ndjson'
import t from 'tap'
import type { FileRecord } from '../../lib/record/file.js'
import { prefixOf } from '../helper/found.js'
import { records, run, shell } from '../helper/run.js'
import { content } from '../helper/sandbox.js'
import { lines, Scratch } from '../helper/scratch.js'
import { cannotTrace } from '../helper/strace.js'
import { untimedText } from '../helper/untimed.js'

type Files = { readonly [name: string]: string | Buffer }

const NO_PROC = existsSync('/proc/version') ? false : 'no /proc here'

const KIB = 1024
const MIB = 1024 * KIB

function plant(scratch: Scratch, files: Files): FileRecord[] {
  return Object.entries(files).map(([name, bytes]) => scratch.write(name, bytes))
}

// prettier-ignore
const sets: [what: string, files: Files, found: string[]][] = [
  ['the samples of the old program', { empty: '', full: 'aa', full2: 'aa', partial: 'a' }, ['empty empty', 'partial < full', 'full = full2']],
  ['an empty file by itself',        { a: '' },                              ['empty a']],
  ['empty files are no copies',      { b: '', a: '', c: 'x' },               ['empty a', 'empty b']],
  ['one file',                       { a: 'x' },                             []],
  ['files that differ',              { a: '12', b: '13', c: '2' },           []],
  ['a chain: the largest is whole',  { a: '1', b: '12', c: '123' },          ['b < c', 'a < c']],
  ['two wholes: the larger one',     { a: '1', b: '12', c: '134' },          ['a < c']],
  ['two wholes of one size',         { a: '1', c: '13', b: '12' },           ['a < b']],
  ['copies that are partial',        { a: '1', b: '1', c: '12' },            ['a < c', 'b < c', 'a = b (partial)']],
  ['copies of the whole',            { z: '12', y: '12', a: '1' },           ['a < y', 'y = z']],
  ['two trees of relations',         { a: '1', b: '12', c: '2', d: '234' },  ['c < d', 'a < b']],
  ['zeros',                          { a: '\0', b: '\0\0', c: '\0\0\0' },    ['b < c', 'a < c']],
  ['a file that ends in zeros',      { a: 'x', b: 'x\0', c: 'x\0\0' },       ['b < c', 'a < c']],
  ['names that break programs',
    { 'w\n': '123', 'trailing ': '12', '\xff': '1', '-rf': '', '\x1b[31m': '', '"\\': '12', 'a:b': '9' },
    ['empty \x1b[31m', 'empty -rf', '"\\ < w\n', 'trailing  < w\n', '\xff < w\n', '"\\ = trailing  (partial)']],
]

for (const [what, files, found] of sets)
  t.test(what, async (t) => {
    const scratch = new Scratch(t)
    const ran = await prefixOf(scratch, plant(scratch, files))
    t.strictSame([ran.status, ran.stderr], [0, ''])
    t.strictSame(ran.found, found)
  })

/** Where signatures, first blocks and what is read in a row end, at any number of threads. */
const BOUNDARIES = [
  16,
  24,
  32,
  128,
  192,
  4096,
  8192,
  16 * KIB,
  64 * KIB,
  80 * KIB,
  256 * KIB,
].concat([336 * KIB, MIB])

/** The same beginning, another last byte. */
function otherEnd(bytes: number): Buffer {
  const end = content(1, bytes)
  end[bytes - 1]! ^= 1
  return end
}

for (const at of BOUNDARIES)
  t.test(`files that end around byte ${at}`, async (t) => {
    const scratch = new Scratch(t)
    const files = plant(scratch, {
      whole: content(1, at + 3000),
      less: content(1, at - 1),
      same: content(1, at),
      twin: content(1, at),
      more: content(1, at + 1),
      'other end': otherEnd(at),
      'goes on otherwise': otherEnd(at + 1),
    })
    const parts = ['more < whole', 'same < whole', 'twin < whole', 'less < whole']
    const { found, stderr } = await prefixOf(scratch, files)
    t.strictSame([stderr, found], ['', [...parts, 'same = twin (partial)']])
  })

t.test('a file that ends where the whole goes on', async (t) => {
  for (const at of BOUNDARIES) {
    const scratch = new Scratch(t)
    const files = plant(scratch, { whole: content(1, at + 1), part: content(1, at) })
    t.strictSame((await prefixOf(scratch, files)).found, ['part < whole'], `at ${at}`)
  }
})

t.test('large files: a whole, a copy of it, a part, and one that differs at the end', async (t) => {
  const scratch = new Scratch(t)
  const bytes = 70 * MIB
  const files = plant(scratch, { whole: content(1, bytes), part: content(1, bytes - 1) })
  t.strictSame((await prefixOf(scratch, files)).found, ['part < whole'])
  const copy = scratch.write('copy', content(1, bytes))
  t.strictSame((await prefixOf(scratch, [files[0]!, copy])).found, ['copy = whole'])
  const other = scratch.write('other', otherEnd(bytes))
  t.strictSame((await prefixOf(scratch, [files[0]!, other])).found, [])
})

t.test('hard links are names of one file', async (t) => {
  const scratch = new Scratch(t)
  scratch.write('whole', '1234')
  scratch.write('part', '12')
  scratch.write('twin', '12')
  scratch.write('empty', '')
  for (const name of ['whole', 'part', 'empty']) scratch.link(`also ${name}`, name)
  const names = ['whole', 'also whole', 'part', 'also part', 'twin', 'empty', 'also empty']
  const { found, stdout } = await prefixOf(
    scratch,
    names.map((name) => scratch.record(name)),
  )
  t.strictSame(found, [
    'empty also empty',
    'empty empty',
    'also part < also whole',
    'part < also whole',
    'twin < also whole',
    'also part = part = twin (partial)',
  ])
  t.equal(records(stdout)[2].copies, undefined, 'the whole is one file only')
})

t.test('a name that comes twice is no copy of itself', async (t) => {
  const scratch = new Scratch(t)
  const [whole, part, empty] = plant(scratch, { whole: '12', part: '1', empty: '' })
  const { found, stderr } = await prefixOf(scratch, [whole!, part!, empty!, part!, whole!, empty!])
  t.strictSame([stderr, found], ['', ['empty empty', 'part < whole']])
})

t.test('a name of which an older record is there, too', async (t) => {
  const scratch = new Scratch(t)
  const older = { ...scratch.write('part', '1'), size: 7, ctimeNs: '1' }
  const files = [older, scratch.record('part'), scratch.write('whole', '12')]
  const { status, found, stderr } = await prefixOf(scratch, files)
  t.strictSame([status, found], [0, ['part < whole']])
  t.equal(stderr, 'dd-prefix: 1 record left out: newer ones of the same file say otherwise\n')
})

t.test('a directory that is reached by two ways has no copies', async (t) => {
  const scratch = new Scratch(t)
  plant(scratch, { 'd/whole': '12', 'd/part': '1' })
  symlinkSync('d', scratch.at('l'))
  const names = ['d/whole', 'd/part', 'l/whole', 'l/part']
  const { found, stderr } = await prefixOf(
    scratch,
    names.map((name) => scratch.record(name)),
  )
  t.strictSame([stderr, found], ['', ['d/part < d/whole', 'l/part < d/whole']])
})

const MANY: Files = {
  ...Object.fromEntries([1, 2, 3].map((i) => [`empty ${i}`, ''])),
  ...Object.fromEntries([1, 9, 4096, 5000, 5000, 90_000].map((n, i) => [`a${i}`, content(1, n)])),
  ...Object.fromEntries([90_000, 90_000, 9, 8000].map((n, i) => [`b${i}`, content(2, n)])),
  c: 'alone',
}

t.test('the order of the input and the number of threads change nothing', async (t) => {
  const scratch = new Scratch(t)
  const files = plant(scratch, MANY)
  const { raw, found } = await prefixOf(scratch, files)
  t.equal(found.length, 12)
  for (let turn = 1; turn < files.length; turn += 3) {
    const turned = [...files.slice(turn), ...files.slice(0, turn)]
    for (const order of [turned, turned.toReversed()])
      t.ok((await prefixOf(scratch, order, ['--threads', '3'])).raw.equals(raw), `from ${turn}`)
  }
})

t.test('another reader of NDJSON reads it; the records in it are as they came', async (t) => {
  const scratch = new Scratch(t)
  const files = plant(scratch, { e: '', part: '1', whole: '12', copy: '12' })
  const [e, part, whole, copy] = files.map((file) => ({ ...file, later: { field: 1e21 } }))
  const { stdout } = await prefixOf(scratch, [e!, part!, whole!, copy!])
  const read: unknown[] = []
  for await (const record of Readable.from([stdout]).pipe(ndjson.parse())) read.push(record)
  const low = { bytes: 1, confidence: 'low', hints: ['same-dir', 'most', 'tiny'] }
  t.strictSame(read, [
    { type: 'empty', file: e },
    { type: 'partial', file: part, of: copy, ...low, copies: [copy, whole] },
    { type: 'group', size: 2, files: [copy, whole] },
  ])
})

// prettier-ignore
const picked: [args: string[], types: string[]][] = [
  [['--only', 'empty'],                       ['empty']],
  [['--only', 'partial'],                     ['partial']],
  [['--only', 'group'],                       ['group']],
  [['--only=group', '--only=empty'],          ['empty', 'group']],
  [[],                                        ['empty', 'partial', 'group']],
]

for (const [args, types] of picked)
  t.test(`dd-prefix ${args.join(' ')}`, async (t) => {
    const scratch = new Scratch(t)
    const all = await prefixOf(scratch, plant(scratch, MANY))
    const { stdout } = await prefixOf(scratch, plant(scratch, MANY), args)
    t.strictSame(types, [...new Set(records(stdout).map(({ type }) => type))])
    const wanted = records(all.stdout).filter(({ type }) => types.includes(type))
    t.equal(records(stdout).length, wanted.length)
  })

t.test('--only empty opens nothing that has a size', async (t) => {
  const scratch = new Scratch(t)
  const files = plant(scratch, { empty: '', gone: 'x' })
  scratch.remove('gone')
  const { status, found } = await prefixOf(scratch, files, ['--only', 'empty'])
  t.strictSame([status, found], [0, ['empty empty']])
})

t.test('nothing is empty that cannot be read', async (t) => {
  const scratch = new Scratch(t)
  const files = plant(scratch, { empty: '', gone: '', grown: '', other: '' })
  scratch.remove('gone')
  scratch.write('grown', 'x')
  scratch.remove('other')
  symlinkSync('empty', scratch.at('other'))
  const { status, stderr, found } = await prefixOf(scratch, files, ['--only', 'empty'])
  t.strictSame([status, found], [1, ['empty empty']])
  t.match(
    stderr,
    /gone": no such file.*\n.*grown": changed since it was listed\n.*other": is a symbolic link/,
  )
})

t.test('a file of the kernel says 0 bytes, and is not empty', { skip: NO_PROC }, async (t) => {
  const walk = 'dd-walk --min-size 0 /proc/version /proc/uptime'
  const { status, stdout, stderr } = await shell(`${walk} | dd-prefix`)
  t.strictSame([status, stdout], [1, ''])
  t.match(stderr, /read "\/proc\/version": says 0 bytes, as files of the kernel do\n/)
  const hashed = await shell(`${walk} | dd-hash`)
  t.strictSame([hashed.status, hashed.stdout], [1, ''])
  t.match(hashed.stderr, /read "\/proc\/version": says 0 bytes, but has content\n/)
  const dupes = await shell('dd-dupes -q --min-size 0 /proc/version /proc/uptime')
  t.strictSame([dupes.status, dupes.stdout], [1, ''])
})

t.test('a file whose room was taken beforehand', async (t) => {
  const scratch = new Scratch(t)
  const whole = content(1, 3 * MIB)
  const files = plant(scratch, {
    whole,
    'whole.part': Buffer.concat([content(1, MIB + 7), Buffer.alloc(2 * MIB - 7)]),
    zeros: Buffer.alloc(3 * MIB),
    plain: content(1, 2 * MIB),
  })
  t.strictSame((await prefixOf(scratch, files)).found, ['plain < whole'])
  const { stdout, found, stderr } = await prefixOf(scratch, files, ['--trim-zeros'])
  t.strictSame([stderr, found], ['', ['plain < whole', 'whole.part < whole']])
  const { bytes, confidence, hints } = records(stdout)[1]
  t.strictSame(
    [bytes, confidence, hints],
    [MIB + 7, 'high', ['same-dir', 'name.part', 'same-size']],
  )
})

// prettier-ignore
const protectedNames: [args: string[], left: string[], count: number][] = [
  [[],                                       ['Name', 'größe', 'name', 'x.done ', '\xff'], 3],
  [['--protect', 'n*'],                      ['Name', 'größe', 'x.done ', '\xff'],         4],
  [['--protect', 'größe', '--protect', '?'], ['Name', 'name', 'x.done '],                  5],
  [['--protect', '!*.done'],                 ['Name', 'größe', 'name', 'x.done', 'x.done ', '\xff'], 2],
  [['--protect', '*'],                       [],                                           8],
]

for (const [args, left, count] of protectedNames)
  t.test(`empty files that are meant to be: dd-prefix ${args.join(' ')}`, async (t) => {
    const scratch = new Scratch(t)
    const utf8 = Buffer.from('größe').toString('latin1')
    const names = ['name', 'Name', utf8, '\xff', '.gitkeep', 'd/__init__.py', 'x.done', 'x.done ']
    const files = names.map((name) => scratch.write(name, ''))
    const { status, found, stderr } = await prefixOf(scratch, files, args)
    t.equal(status, 0)
    t.strictSame(found.sort(), left.map((name) => `empty ${name.replace('größe', utf8)}`).sort())
    t.match(stderr, new RegExp(`^dd-prefix: ${count} empty files left out by name`))
  })

t.test('a protected name protects no file that has bytes', async (t) => {
  const scratch = new Scratch(t)
  const files = plant(scratch, { '.gitkeep': '1', whole: '12' })
  const { found, stderr } = await prefixOf(scratch, files)
  t.strictSame([stderr, found], ['', ['.gitkeep < whole']])
})

const undigested = (stdout: string) =>
  untimedText(stdout).replace(/,"hash":"\w+","algo":"blake3"/g, '')

t.test('records with digests: the same is found, and less is read', async (t) => {
  const scratch = new Scratch(t)
  plant(scratch, MANY)
  const copies = [1, 2, 3, 4].map((i) => scratch.write(`copy ${i}`, content(3, 300_000)))
  const other = content(3, 300_000)
  other[299_999]! ^= 1
  const all = [...Object.keys(MANY).map((name) => scratch.record(name)), ...copies]
  const files = [...all, scratch.write('nearly', other)]
  const hashed = await run('dd-hash', [], lines(...files))
  const plain = await prefixOf(scratch, files)
  const less = await run('dd-prefix', [], hashed.stdout)
  t.strictSame([plain.status, less.status, less.stderr], [0, 0, ''])
  t.equal(undigested(less.stdout), plain.stdout)
  const group = records(less.stdout).find(({ size }) => size === 300_000)
  t.match(group, { algo: 'blake3', hash: /^\w{64}$/ })
  t.equal(group.files[0].hash, undefined)
  t.match(group.files[0].readNs, /^\d+$/)
})

t.test(
  'copies that digests tell of are opened once for all',
  { skip: cannotTrace() },
  async (t) => {
    const scratch = new Scratch(t)
    const names = Array.from({ length: 9 }, (_, i) => `copy ${i}`)
    for (const name of names) scratch.write(name, content(3, 300_000))
    scratch.write('part', content(3, 200_000))
    const files = [...names, 'part'].map((name) => scratch.record(name))
    const hashed = await run('dd-hash', [], lines(...files))
    t.equal(opensOf(scratch, lines(...files)), 20)
    t.equal(opensOf(scratch, hashed.stdout), 4)
  },
)

/** How often dd-prefix opens files of a test. */
function opensOf({ root }: Scratch, input: string): number {
  const log = join(root, 'strace')
  const bin = join(import.meta.dirname, '../../bin/dd-prefix.js')
  const trace = ['-f', '-qq', '-o', log, '-e', 'trace=openat,open']
  const node = ['env', '-u', 'NODE_OPTIONS', process.execPath, bin]
  spawnSync('strace', [...trace, ...node], { input })
  const opens = readFileSync(log, 'latin1').split('\n')
  return opens.filter((line) => line.includes(`"${root}/`)).length
}

t.test('digests by several algorithms', async (t) => {
  const scratch = new Scratch(t)
  const files = plant(scratch, { a: '12', b: '12', c: '12' })
  const some = { algo: 'md5', hash: 'aa' }
  const digests = [some, { algo: 'sha1', hash: 'aa' }, {}]
  const mixed = files.map((file, i) => ({ ...file, ...digests[i] }) as FileRecord)
  t.strictSame((await prefixOf(scratch, mixed)).found, ['a = b = c'])
  const nameless = files.map((file, i) => ({ ...file, hash: `0${i}` }) as FileRecord)
  t.strictSame((await prefixOf(scratch, nameless)).found, ['a = b = c'], 'they say nothing')
})

t.test('the whole pipeline', async (t) => {
  const scratch = new Scratch(t)
  const bytes = { 'a/film': content(1, 90_000), 'b/film': content(1, 50_000) }
  plant(scratch, { ...bytes, 'b/.keep': '', e: '' })
  const { status, stdout, stderr } = await shell(
    `dd-walk --min-size 0 '${scratch.root}' | dd-prefix |
      dd-plan delete --partials --empties | dd-apply`,
  )
  t.equal(status, 0, stderr)
  const results = records(stdout).map(({ status, path }) => `${status} ${path}`)
  t.strictSame(results.sort(), [`would ${scratch.root}/b/film`, `would ${scratch.root}/e`])
})
