// Random sets of files that hang together as interrupted copies do.
import type { Found } from './prefixed.js'
import { pick } from './random.js'

/** Where blocks end: the first ones, and those that are read in a row. */
const EDGES = [1, 16, 24, 64, 128, 1024, 4096, 8192, 16_384, 65_536, 327_680]

type Files = (readonly [path: string, content: Buffer])[]

/** Up to 24 files: new ones, beginnings of others, others with something behind, copies, zeros. */
export function randomInstance(random: () => number): Files {
  const files: Files = []
  const names = Array.from({ length: 1 + Math.floor(random() ** 2 * 24) }, (_, i) => `/r/${i}`)
  const largest = Math.floor(random() ** 2 * EDGES.length)
  const near = () => {
    const edge = EDGES[Math.floor(random() * (largest + 1))]!
    return Math.max(0, edge + pick([-1, 0, 1], random))
  }
  for (const path of names) {
    const old = files.length === 0 ? Buffer.alloc(0) : pick(files, random)[1]
    const ways: (() => Buffer)[] = [
      () => noise(near(), random),
      () => Buffer.from(old),
      () => Buffer.from(old.subarray(0, near())),
      () => Buffer.concat([old.subarray(0, near()), noise(near(), random)]),
      () => Buffer.concat([old, Buffer.alloc(near())]),
      () => Buffer.alloc(near()),
      () => flipped(old, random),
    ]
    files.push([path, pick(ways, random)()])
  }
  return files
}

/** Of few different bytes, so that files often agree by chance. */
function noise(length: number, random: () => number): Buffer {
  const bytes = Buffer.alloc(length)
  const kinds = pick([1, 2, 256], random)
  for (let i = 0; i < length; i++) bytes[i] = Math.floor(random() * kinds)
  return bytes
}

function flipped(old: Buffer, random: () => number): Buffer {
  const bytes = Buffer.from(old)
  if (bytes.length > 0) bytes[Math.floor(random() * bytes.length)]! ^= 1
  return bytes
}

/** What was found in the words of `naivePrefix`. */
export function inWords(found: readonly Found[]): string[] {
  const words = found.flatMap((record) => {
    if (record.type === 'empty') return [`${record.file.path} is empty`]
    if (record.type === 'partial')
      return [`${record.file.path} (${record.bytes}) begins ${record.of.path}`]
    const paths = record.files.map(({ path }) => path!)
    return paths.flatMap((a, i) => paths.slice(i + 1).map((b) => `${a} equals ${b}`))
  })
  return words.sort()
}
