import t from 'tap'
import type { Bucket } from '../../lib/prefix/bucket.js'
import { NONE } from '../../lib/prefix/relations.js'
import { readTails, type ReadMember } from '../../lib/prefix/tails.js'
import { pick, randomFrom } from '../helper/random.js'

/** The members of a bucket, from the contents of files, and what reads them. */
function bucketOf(contents: readonly Buffer[], at = 0, bad: readonly number[] = []) {
  const reads: string[] = []
  const members = contents.map(({ length }, file) => ({ file, length, size: length }))
  const bucket: Bucket = { members, at, parent: NONE, isZero: false }
  const read: ReadMember = ({ file }, from, into) => {
    reads.push(`${file} from ${from}`)
    contents[file]!.copy(into, 0, from, from + into.length / 2)
    if (bad.includes(file)) return false
    contents[file]!.copy(into, 0, from)
    return true
  }
  return { bucket, read, reads }
}

/** A Buffer of exactly so many bytes, with no other's around it. */
const arenaOf = (bytes: number) => Buffer.from(new ArrayBuffer(bytes)).fill('~')

const noise = (bytes: number, seed: number) => {
  const random = randomFrom(seed)
  return Buffer.from(Uint8Array.from({ length: bytes }, () => random() * 256))
}

const text = (bytes: Buffer) => bytes.toString('latin1')

const letters = ['abcdefgh', 'abcdxxxxyy', 'a', 'abcdefgh', 'zzzzzz'].map((s) => Buffer.from(s))

// prettier-ignore
const cases: [name: string, at: number, to: number, arena: number, want: string[], end: number][] = [
  ['all fits',                                  0, 10, 64, ['abcdefgh', 'abcdxxxxyy', 'a', 'abcdefgh', 'zzzzzz'], 10],
  ['it just fits',                              0, 10, 33, ['abcdefgh', 'abcdxxxxyy', 'a', 'abcdefgh', 'zzzzzz'], 10],
  ['up to an offset',                           0, 3,  64, ['abc', 'abc', 'a', 'abc', 'zzz'],                     3],
  ['it does not fit: a quarter of the arena at most', 0, 10, 32, ['abcdefgh', 'abcdxxxx', 'a', 'abcdefgh', 'zzzzzz'], 8],
  ['half of that',                              0, 10, 16, ['abcd', 'abcd', 'a', 'abcd', 'zzzz'],                 4],
  ['and half of that, so that unlike fit',      0, 10, 8,  ['ab', 'ab', 'a', 'ab', 'zz'],                         2],
]

for (const [name, at, to, arena, want, end] of cases)
  t.test(name, async (t) => {
    const { bucket, read, reads } = bucketOf(letters, at)
    const found = readTails(bucket, to, read, arenaOf(arena))
    t.strictSame(
      found.tails.map(({ bytes }) => text(bytes)),
      want,
    )
    t.strictSame(
      found.tails.map(({ member }) => member.file),
      [0, 1, 2, 3, 4],
    )
    t.equal(found.to, end)
    t.strictSame(
      reads,
      [0, 1, 2, 3, 4].map((file) => `${file} from ${at}`),
      'each is read once',
    )
  })

t.test('from where the bucket stands', async (t) => {
  const files = ['..abcd', '..abxx', '..a'].map((s) => Buffer.from(s))
  for (const arena of [64, 9, 8]) {
    const { bucket, read } = bucketOf(files, 2)
    const { tails, to } = readTails(bucket, 6, read, arenaOf(arena))
    const want = arena === 8 ? ['ab', 'ab', 'a'] : ['abcd', 'abxx', 'a']
    t.strictSame(
      tails.map(({ bytes }) => text(bytes)),
      want,
    )
    t.equal(to, arena === 8 ? 4 : 6)
  }
})

t.test('equal ones are held once: any number of them fits', async (t) => {
  const content = noise(1000, 1)
  const { bucket, read } = bucketOf(Array(300).fill(content))
  const { tails, to } = readTails(bucket, 1000, read, arenaOf(4000))
  t.equal(to, 1000)
  t.equal(tails.length, 300)
  t.ok(tails.every(({ bytes }) => bytes.equals(content)))
})

t.test('unlike ones are cut down again and again, until all fit', async (t) => {
  const contents = Array.from({ length: 200 }, (_, i) => noise(4096, i))
  for (const [arena, end] of [
    [2 ** 20, 4096],
    [2 ** 19, 2048],
    [2 ** 14, 64],
    [2 ** 12, 16],
    [1024, 4],
    [800, 4],
    [600, 3],
  ] as const) {
    const { bucket, read, reads } = bucketOf(contents)
    const { tails, to } = readTails(bucket, 4096, read, arenaOf(arena))
    t.equal(to, end, `arena ${arena}`)
    t.ok(tails.every(({ member, bytes }) => bytes.equals(contents[member.file]!.subarray(0, to))))
    t.equal(reads.length, 200)
  }
})

t.test('what is equal after a cut is held once, which makes room', async (t) => {
  // 16 beginnings of 8 bytes, each with 16 ends: halves collapse
  const contents = Array.from({ length: 256 }, (_, i) =>
    Buffer.concat([noise(8, i % 16), noise(8, 1000 + i)]),
  )
  const { bucket, read } = bucketOf(contents)
  const { tails, to } = readTails(bucket, 16, read, arenaOf(128))
  t.equal(to, 8)
  t.ok(tails.every(({ member, bytes }) => bytes.equals(contents[member.file]!.subarray(0, 8))))
})

for (const arena of [10_000, 256, 64])
  t.test(`who cannot be read is not among them, arena ${arena}`, async (t) => {
    const contents = Array.from({ length: 12 }, (_, i) => noise(100, i % 4))
    const bad = [0, 5, 11]
    const { bucket, read } = bucketOf(contents, 0, bad)
    const { tails, to } = readTails(bucket, 100, read, arenaOf(arena))
    t.strictSame(
      tails.map(({ member }) => member.file),
      [1, 2, 3, 4, 6, 7, 8, 9, 10],
    )
    t.ok(tails.every(({ member, bytes }) => bytes.equals(contents[member.file]!.subarray(0, to))))
  })

t.test('nobody can be read', async (t) => {
  const contents = Array.from({ length: 4 }, (_, i) => noise(100, i))
  for (const arena of [1000, 100]) {
    const { bucket, read } = bucketOf(contents, 0, [0, 1, 2, 3])
    t.strictSame(readTails(bucket, 100, read, arenaOf(arena)).tails, [])
  }
})

t.test('random files: the same as with a large arena, up to the cut', async (t) => {
  const random = randomFrom(9)
  for (let round = 0; round < 400; round++) {
    const at = Math.floor(random() * 5)
    const start = noise(at, 77)
    const kinds = pick([2, 3, 256], random)
    const contents = Array.from({ length: 2 + Math.floor(random() * 40) }, () => {
      const length = 1 + Math.floor(random() * 90)
      const bytes = Uint8Array.from({ length }, () => Math.floor(random() * kinds))
      return Buffer.concat([start, bytes])
    })
    const bad = contents.map((_, file) => file).filter(() => random() < 0.1)
    const goal = at + 1 + Math.floor(random() * 90)
    const { bucket, read, reads } = bucketOf(contents, at, bad)
    const { tails, to } = readTails(
      bucket,
      goal,
      read,
      arenaOf(pick([64, 65, 67, 100, 256, 1000], random)),
    )
    if (to <= at || to > goal) t.fail(`from ${at} to ${to}, ${goal} were asked for`)
    const want = contents
      .map((content) => text(content.subarray(at, to)))
      .filter((_, file) => !bad.includes(file))
    t.strictSame(
      tails.map(({ bytes }) => text(bytes)),
      want,
    )
    t.equal(reads.length, contents.length)
  }
})
