import t from 'tap'
import type { Member } from '../../lib/prefix/bucket.js'
import { NONE, END } from '../../lib/prefix/relations.js'
import { resolve, type Reach } from '../../lib/prefix/resolve.js'
import { pick, randomFrom } from '../helper/random.js'

/** Files, what reads them, and how many bytes of each were read. */
function cluster(
  contents: readonly Buffer[],
  fails: (file: number, from: number) => boolean = () => false,
) {
  const members = contents.map(({ length }, file) => ({ file, length, size: length }))
  const read: number[] = contents.map(() => 0)
  const readMember = ({ file }: Member, from: number, into: Buffer) => {
    if (fails(file, from)) return false
    if (from > read[file]!) t.fail(`bytes of ${file} are left out`)
    read[file]! += contents[file]!.copy(into, 0, from)
    return true
  }
  const go = (reach: Partial<Reach> = {}) =>
    resolve(members, readMember, {
      arena: Buffer.alloc(2 ** 20),
      mostBytes: 256 * 1024,
      longBytes: Infinity,
      ...reach,
    })
  return { read, go }
}

/** `1>0`: file 1 begins file 0. `1=0`: it equals file 0. */
function inWords({ relations: { twin, parent } }: ReturnType<typeof resolve>): string[] {
  return [...twin].flatMap((other, file) => {
    if (other !== NONE) return [`${file}=${other}`]
    return parent[file] === NONE ? [] : [`${parent[file]}>${file}`]
  })
}

const K = 1024
const x = (bytes: number) => Buffer.alloc(bytes, 'x')
const xy = (bytes: number, at: number) => Buffer.concat([x(at), Buffer.alloc(bytes - at, 'y')])

// prettier-ignore
const cases: [name: string, contents: Buffer[], want: string[], read: number[]][] = [
  ['no file',                                  [],                                          [],                []],
  ['one is not read',                          [x(9)],                                      [],                [0]],
  ['two equal ones',                           [x(9), x(9)],                                ['1=0'],           [9, 9]],
  ['a beginning; no more than that is read',   [x(90), x(9)],                               ['1>0'],           [9, 9]],
  ['unlike at once',                           [x(90 * K), xy(90 * K, 0)],                  [],                [16 * K, 16 * K]],
  ['unlike after the first block',             [x(90 * K), xy(90 * K, 16 * K)],             [],                [80 * K, 80 * K]],
  ['unlike in the last byte',                  [x(90 * K), xy(90 * K, 90 * K - 1)],         [],                [90 * K, 90 * K]],
  ['who agrees with nobody is not read on',    [x(90 * K), xy(90 * K, 5), x(90 * K)],       ['2=0'],           [90 * K, 16 * K, 90 * K]],
  ['a chain through three blocks',             [x(400 * K), x(100 * K), x(10 * K)],         ['1>0', '2>1'],    [100 * K, 100 * K, 10 * K]],
  ['it ends where a block does',               [x(90 * K), x(16 * K), x(80 * K)],           ['2>0', '1>2'],    [80 * K, 16 * K, 80 * K]],
  ['a fork of a stem that is a file',          [xy(90 * K, 30 * K), x(90 * K), x(30 * K)],  ['2>0', '2>1'],    [80 * K, 80 * K, 30 * K]],
  ['blocks do not grow over the most',         [x(800 * K), xy(800 * K, 340 * K)],          [],                [592 * K, 592 * K]],
]

for (const [name, contents, want, read] of cases)
  t.test(name, async (t) => {
    const files = cluster(contents)
    t.strictSame(inWords(files.go()).sort(), want.toSorted())
    t.strictSame(files.read, read)
  })

t.test('two of which much is left are left to others', async (t) => {
  const stem = 50 * K
  const contents = [x(900 * K), xy(900 * K, stem), x(900 * K), xy(900 * K, stem), x(stem)]
  const files = cluster(contents)
  const { relations, long } = files.go({ longBytes: 500 * K })
  const pairs = long.map(({ members, at, parent, isZero }) => [
    members.map(({ file }) => file),
    at,
    parent,
    isZero,
  ])
  t.strictSame(pairs.sort(), [
    [[0, 2], 80 * K, 4, false],
    [[1, 3], 80 * K, 4, false],
  ])
  t.strictSame([...relations.parent], Array(5).fill(NONE))
  t.strictSame([...relations.twin], Array(5).fill(NONE))
})

// prettier-ignore
const long: [name: string, sizes: number[], longBytes: number, want: number][] = [
  ['exactly so much is done here',         [100, 100],      100, 0],
  ['one byte more is not',                 [101, 101],      100, 1],
  ['the shorter one counts',               [9999, 100],     100, 0],
  ['three are never long',                 [500, 500, 500], 100, 0],
]

for (const [name, sizes, longBytes, want] of long)
  t.test(name, async (t) => {
    const found = cluster(sizes.map(x)).go({ longBytes })
    t.equal(found.long.length, want)
    if (want > 0)
      t.strictSame(
        [found.long[0]!.at, found.long[0]!.parent, found.long[0]!.isZero],
        [0, NONE, true],
      )
  })

t.test('zeros, and text', async (t) => {
  const line = (bytes: number) => Buffer.concat([x(bytes - 1), Buffer.from('\n')])
  const ends = (a: Buffer, b: Buffer) => [...cluster([a, b]).go().relations.end]
  t.strictSame(ends(Buffer.alloc(90 * K), Buffer.alloc(50 * K)), [0, END.zeros])
  t.strictSame(ends(line(50 * K), Buffer.concat([line(50 * K), x(5)])), [END.lines, 0])
  t.strictSame(
    ends(Buffer.concat([x(1), Buffer.alloc(90 * K)]), Buffer.concat([x(1), Buffer.alloc(80 * K)])),
    [0, 0],
  )
})

for (const [name, fails, want] of [
  ['at once', (file: number) => file === 1, ['2=0', '3>0']],
  ['half-way', (file: number, from: number) => file === 1 && from > 0, ['2=0', '3>0']],
  ['the first', (file: number, from: number) => file === 0 && from > 0, ['2=1', '3>1']],
  ['all but one', (file: number, from: number) => file < 2 && from > 0, ['3>2']],
  ['all', (_: number, from: number) => from > 0, ['']],
] as const)
  t.test(`who cannot be read takes no more part: ${name}`, async (t) => {
    const files = cluster([x(90 * K), x(90 * K), x(90 * K), x(9 * K)], fails)
    const found = inWords(files.go())
    if (name === 'all')
      t.strictSame(
        found.filter((word) => !word.startsWith('3>')),
        [],
      )
    else t.strictSame(found.sort(), [...want].sort())
  })

t.test('random files, small arenas: the same as with a large one', async (t) => {
  const random = randomFrom(4)
  for (let round = 0; round < 150; round++) {
    const base = Buffer.from(Uint8Array.from({ length: 30_000 }, () => random() * 256))
    const contents = Array.from({ length: 2 + Math.floor(random() * 14) }, () => {
      const content = Buffer.from(base.subarray(0, 1 + Math.floor(random() * base.length)))
      if (random() < 0.5) content[Math.floor(random() * content.length)]! ^= 1
      return content
    })
    const [large, small] = [2 ** 20, pick([64, 100, 1000, 20_000], random)].map((bytes) =>
      inWords(cluster(contents).go({ arena: Buffer.alloc(bytes), mostBytes: 8192 })),
    )
    t.strictSame(small, large)
  }
})

t.test('a great many pairs that part in one block', async (t) => {
  const pairs = 150_000
  const members = Array.from({ length: 2 * pairs }, (_, file) => ({ file, length: 64, size: 64 }))
  const read = ({ file }: Member, from: number, into: Buffer) => {
    into.fill(0)
    if (from === 0) into.writeUInt32LE(file >> 1)
    return true
  }
  // There is room for four bytes of each pair.
  const reach = { arena: Buffer.alloc(4 * pairs), mostBytes: 256 * K, longBytes: Infinity }
  const { relations } = resolve(members, read, reach)
  t.ok(relations.twin.every((twin, file) => twin === (file % 2 === 0 ? NONE : file - 1)))
})
