// How much dd-prefix reads and opens, counted, against what any program must.
import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs'
import t from 'tap'
import { CountedReads, countedCalls, inPages } from '../helper/counted-reads.js'
import { listed } from '../helper/listed.js'
import { prefixed } from '../helper/prefixed.js'
import { randomFrom } from '../helper/random.js'
import { Scratch } from '../helper/scratch.js'

/** All files once, and all bytes of which a relation must be proven; see dd-prefix(1). */
function leastBytes(sizes: readonly number[], proven: readonly number[]): number {
  const pages = (bytes: number) => inPages(0, bytes)
  const touched = sizes.reduce((sum, size) => sum + pages(Math.min(size, 4096)), 0)
  return touched + proven.reduce((sum, bytes) => sum + pages(bytes), 0)
}

t.test('zeros of all sizes up to 2,000: each file is opened twice', async (t) => {
  const files = Array.from({ length: 2000 }, (_, i) => [`/z/${i}`, Buffer.alloc(i + 1)] as const)
  const fs = new CountedReads(files)
  const { found } = await prefixed(fs.records(), fs)
  t.equal(found.length, 1999)
  t.ok(fs.opens <= 2 * files.length, `${fs.opens} opens`)
})

t.test('unrelated files: each is opened once, and one block read', async (t) => {
  const random = randomFrom(1)
  const files = Array.from({ length: 3000 }, (_, i) => [`/u/${i}`, noise(10_000, random)] as const)
  const fs = new CountedReads(files)
  const { found } = await prefixed(fs.records(), fs)
  t.strictSame(found, [])
  t.equal(fs.opens, files.length)
  t.equal(fs.bytes, 4096 * files.length)
})

t.test('a header that a third of the files share costs nothing', async (t) => {
  const random = randomFrom(2)
  const header = noise(1024, random)
  const sizes = Array.from({ length: 6000 }, () => Math.floor(200 * 500 ** random()))
  const plain = sizes.map((size, i) => {
    const body = noise(size, random)
    return [`/h/${i}`, i % 3 === 0 ? Buffer.concat([header, body]) : body] as const
  })
  const large = plain.filter(([, content]) => content.length > 50_000).slice(0, 40)
  const copies = large.slice(0, 28).map(([path, content]) => [`${path}.copy`, content] as const)
  const parts = large
    .slice(-7)
    .map(([path, content], i) => [`${path}.part`, content.subarray(0, 20_000 + i * 611)] as const)
  const files = [...plain, ...copies, ...parts]
  const fs = new CountedReads(files)
  const { found } = await prefixed(fs.records(), fs)
  t.equal(found.filter(({ type }) => type === 'group').length, 28)
  t.equal(found.filter(({ type }) => type === 'partial').length, 7)
  const proven = [...copies, ...copies, ...parts, ...parts].map(([, content]) => content.length)
  const least = leastBytes(
    files.map(([, content]) => content.length),
    proven,
  )
  t.ok(fs.bytes <= 1.1 * least, `${fs.bytes} bytes, at least ${least}`)
  t.ok(fs.opens <= 1.05 * files.length, `${fs.opens} opens`)
})

const LARGE = 700 * 2 ** 20

for (const [what, start, least] of [
  ['equal', 'x', leastBytes([LARGE, LARGE], [LARGE, LARGE])],
  ['unlike in the first byte', 'y', leastBytes([LARGE, LARGE], [])],
] as const)
  t.test(`two files of 700 MiB, ${what}`, async (t) => {
    const scratch = new Scratch(t)
    const records = ['x', start].map((first, i) => {
      const path = scratch.at(`file ${i}`)
      const fd = openSync(path, 'w')
      writeSync(fd, first)
      ftruncateSync(fd, LARGE)
      closeSync(fd)
      return listed(path)
    })
    const { counts, calls } = countedCalls()
    const { found } = await prefixed(records, calls)
    t.equal(found.length, start === 'x' ? 1 : 0)
    t.ok(counts.bytes <= 1.1 * least, `${counts.bytes} bytes, at least ${least}`)
    t.equal(counts.open, 0)
  })

t.test('descriptors: never more than 32, whatever agrees with whatever', async (t) => {
  const common = noise(300_000, randomFrom(3))
  const files = Array.from(
    { length: 100 },
    (_, i) => [`/d/${i}`, Buffer.concat([common, Buffer.from(`${i}`)])] as const,
  )
  for (const threads of [1, 2, 7, 64]) {
    const fs = new CountedReads(files)
    const { found } = await prefixed(fs.records(), fs, { threads })
    t.strictSame(
      found.map(({ type }) => type).filter((type) => type === 'group'),
      [],
    )
    const most = fs.mostOpen * Math.min(threads, 14)
    t.ok(fs.mostOpen >= 1 && most <= 32, `${fs.mostOpen} in each of ${threads} threads`)
    t.equal(fs.open, 0)
  }
})

function noise(length: number, random: () => number): Buffer {
  const bytes = Buffer.allocUnsafe(length)
  for (let i = 0; i < length; i++) bytes[i] = random() * 256
  return bytes
}
