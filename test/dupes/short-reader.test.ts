// Short files in an arena: which are equal, which are alone, which nobody can tell of.
import t from 'tap'
import { digestHex } from '../../lib/digest/digest.js'
import type { Arena } from '../../lib/dupes/arena.js'
import {
  ALONE,
  ARENA_BYTES,
  arenaBytes,
  shortReader,
  UNKNOWN,
} from '../../lib/dupes/short-reader.js'
import { signature } from '../../lib/dupes/signature.js'
import { randomFrom } from '../helper/random.js'
import { made } from '../helper/made-files.js'
import { tableOf } from '../helper/made-table.js'

/** Undefined: it cannot be loaded. */
type Content = Buffer | undefined

/** An arena full of what was there before, with bytes around it, and counts of what is compared in it. */
function dirtyArena(contents: readonly Content[], length: number) {
  const all = Buffer.alloc(length + 16, 0xee)
  const bytes = all.subarray(8, length + 8)
  const asked = { compared: 0, loads: 0 }
  const compare = bytes.compare.bind(bytes)
  bytes.compare = (other, a = 0, aEnd = 0, b = 0, bEnd = 0) => {
    asked.compared += bEnd - b
    return compare(other, a, aEnd, b, bEnd)
  }
  const arena: Arena = {
    bytes,
    load: (file, at) => {
      const content = contents[file]
      asked.loads++
      t.ok(at % 8 === 0)
      // What is not loaded may leave anything behind, up to a byte past the size that it was listed with.
      if (content === undefined) bytes.fill(0xdd, at, at + 1)
      else content.copy(bytes, at)
      return content !== undefined
    },
    readAhead: () => {},
  }
  const isWhole = () => [...all.subarray(0, 8), ...all.subarray(-8)].every((byte) => byte === 0xee)
  return { arena, asked, isWhole }
}

type Class = { readonly size: number; readonly contents: readonly Content[] }

/** Read classes. @returns for each file the place of the one that it is equal to, and counts */
function read(classes: readonly Class[], mayBeAlone = true) {
  const contents = classes.flatMap(({ contents }) => contents)
  const sizes = classes.flatMap(({ size, contents }) => contents.map(() => size))
  const table = tableOf(sizes.map((size, i) => made(`/${i}`, { size })))
  const length = sizes.reduce((sum, size) => sum + arenaBytes(size), 0)
  const { arena, asked, isWhole } = dirtyArena(contents, length)
  let end = 0
  const ends = Uint32Array.from(classes, ({ contents }) => (end += contents.length))
  const { likes, hexOf } = shortReader('blake3', arena, table)(Uint32Array.from(sizes.keys()), ends, mayBeAlone) // prettier-ignore
  t.ok(isWhole(), 'nothing around the arena was written')
  for (const [place, like] of likes.entries())
    if (like >= 0) t.equal(hexOf(like), digestHex('blake3', contents[place]!))
  return { likes: [...likes], ...asked }
}

/** By brute force. */
function naive(classes: readonly Class[], mayBeAlone: boolean): number[] {
  let first = 0
  return classes.flatMap(({ contents }) => {
    const start = first
    first += contents.length
    const firstLike = (content: Buffer) => contents.findIndex((other) => other?.equals(content))
    const isWhole = !contents.includes(undefined)
    return contents.map((content) => {
      if (content === undefined) return UNKNOWN
      const isAlone = contents.filter((other) => other?.equals(content)).length === 1
      return isAlone && isWhole && mayBeAlone ? ALONE : start + firstLike(content)
    })
  })
}

/** Letters that stand for contents; `-`: cannot be loaded. */
function contentsOf(letters: string, size: number): Content[] {
  return [...letters].map((letter) => (letter === '-' ? undefined : Buffer.alloc(size, letter)))
}

const A = ALONE
const U = UNKNOWN

// prettier-ignore
const cases: [letters: string, likes: number[], ifNoneMayBeAlone: number[]][] = [
  ['',           [],                        []],
  ['a',          [A],                       [0]],
  ['aa',         [0, 0],                    [0, 0]],
  ['aaaa',       [0, 0, 0, 0],              [0, 0, 0, 0]],
  ['ab',         [A, A],                    [0, 1]],
  ['abc',        [A, A, A],                 [0, 1, 2]],
  ['abab',       [0, 1, 0, 1],              [0, 1, 0, 1]],
  ['abac',       [0, A, 0, A],              [0, 1, 0, 3]],
  ['-',          [U],                       [U]],
  ['--',         [U, U],                    [U, U]],
  ['-ab',        [U, 1, 2],                 [U, 1, 2]],
  ['a-b',        [0, U, 2],                 [0, U, 2]],
  ['ab-',        [0, 1, U],                 [0, 1, U]],
  ['a-a',        [0, U, 0],                 [0, U, 0]],
  ['-a-ab-',     [U, 1, U, 1, 4, U],        [U, 1, U, 1, 4, U]],
]

const SIZES = [...Array(18).keys()]
  .slice(1)
  .concat(63, 64, 65, 100, 4095, 4096, 4097, 65_535, 65_536)

for (const [letters, likes, ifNoneMayBeAlone] of cases)
  t.test(`${letters || 'none'}, of many sizes`, async (t) => {
    for (const size of SIZES) {
      const classes = [{ size, contents: contentsOf(letters, size) }]
      t.strictSame(read(classes).likes, likes, `${size} bytes`)
      t.strictSame(read(classes, false).likes, ifNoneMayBeAlone)
    }
  })

t.test('empty files are equal', async (t) => {
  const empty = Buffer.alloc(0)
  t.strictSame(read([{ size: 0, contents: [empty, empty, undefined, empty] }]).likes, [0, 0, U, 0])
})

t.test('a file that cannot be loaded is of no matter to other classes', async (t) => {
  const classes = ['ab', '-c', 'dd', 'ef-', 'gh'].map((letters, i) => ({ size: 9 + i, contents: contentsOf(letters, 9 + i) })) // prettier-ignore
  t.strictSame(read(classes).likes, [A, A, U, 3, 4, 4, 6, 7, U, A, A])
})

t.test('a byte anywhere makes a difference', async (t) => {
  for (const size of SIZES) {
    const whole = Buffer.alloc(size, 7)
    const places = size <= 100 ? [...whole.keys()] : [0, 63, 64, 65, 200, size >> 1, size - 5, size - 4, size - 1] // prettier-ignore
    const others = [...new Set(places)].map((at) => {
      const other = Buffer.from(whole)
      other[at] = 8
      return other
    })
    const { likes } = read([{ size, contents: [whole, ...others, whole] }])
    t.strictSame(likes, [0, ...others.map(() => A), 0], `${size} bytes`)
  }
})

t.test(
  'what lies behind a file of 1 to 3 bytes too few for a word is not a part of it',
  async (t) => {
    // The same places are filled with something else each time before.
    for (const size of [1, 2, 3, 5, 6, 7, 4093, 4094, 4095])
      for (const dirt of ['aa', 'ab', '-a']) {
        const classes = [{ size: size + 1, contents: contentsOf(dirt, size + 1) }, { size, contents: contentsOf('xyx', size) }] // prettier-ignore
        t.strictSame(read(classes).likes.slice(2), [2, A, 2])
      }
  },
)

/** Contents of 64 KiB that differ in two words only at which the signature does not look. */
function twins(count: number, size = 65_536): Buffer[] {
  const words = new Uint32Array(size / 4)
  const seen = new Set<number>()
  const spy = new Proxy(words, {
    get: (_, at) => (seen.add(Number(at)), 0),
  })
  signature(spy, 0, words.length)
  const place = [...words.keys()].find((at) => !seen.has(at))!
  return Array.from({ length: count }, (_, i) => {
    const bytes = Buffer.alloc(size, 1)
    bytes.writeUInt32LE(i + 5, 4 * place)
    return bytes
  })
}

t.test('the same signature, other contents', async (t) => {
  for (const count of [2, 3, 8, 9, 10, 11, 60]) {
    const contents = twins(count)
    const sums = contents.map((bytes) => signature(new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4), 0, bytes.length / 4)) // prettier-ignore
    t.equal(new Set(sums).size, 1)
    const size = contents[0]!.length
    t.strictSame(read([{ size, contents }]).likes, Array(count).fill(A))
    const twice = [...contents, ...contents.toReversed(), undefined]
    const { likes, compared } = read([{ size, contents: twice }])
    t.strictSame(likes, naive([{ size, contents: twice }], true))
    t.ok(compared <= 8 * twice.length * size, `${compared} bytes were compared`)
  }
})

t.test('as by brute force', async (t) => {
  for (let seed = 1; seed <= 150; seed++) {
    const random = randomFrom(seed)
    const few = (count: number) => Math.floor(random() * count)
    const classes = Array.from({ length: 1 + few(5) }, () => {
      const size = few(2) === 0 ? few(20) : 200 + few(300)
      const content = () => Buffer.alloc(size, few(2)).fill(few(3), few(size + 1))
      const contents = Array.from({ length: few(70) }, () =>
        few(60) === 0 ? undefined : content(),
      )
      return { size, contents }
    })
    const mayBeAlone = random() < 0.5
    const { likes, loads } = read(classes, mayBeAlone)
    t.strictSame(likes, naive(classes, mayBeAlone), `seed ${seed}`)
    t.equal(loads, likes.length, 'each is read once')
  }
})

t.test('room in an arena: for the file, a byte more, and for its last word', async (t) => {
  for (const size of [0, ...SIZES]) {
    const bytes = arenaBytes(size)
    t.ok(bytes > size && bytes >= 4 * Math.ceil(size / 4) && bytes % 8 === 0 && bytes <= size + 15)
  }
  t.equal(ARENA_BYTES % 8, 0)
})
