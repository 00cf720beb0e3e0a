// Random sets of files that are often equal, nearly equal, or names of one another.
import { made, VIEWS, type Made } from './made-files.js'
import { pick, shuffled } from './random.js'

const MIB = 2 ** 20

/** Sizes at which something else is done: words and pages of a sample, a short file, a chunk. */
const EDGES = [1, 4, 64, 192, 4096, 65_536, 262_144, 524_288]

/** A batch of its own, and where a sample looks at more places. */
const LONG_EDGES = [2 * MIB, 16 * MIB]

const ROOTS = ['/a', '/b', '/c/d', '/\xff']
const DEVICES = [7n, 8n, 2n ** 64n - 3n]
const NAMES = ['plain', 'a b', 'new\nline', '\xff', 'é', '"', '\x01', 'n'.repeat(255)]
const TIMES = [0n, -1n, 1_600_000_000_000_000_000n, -2_500_000_000_000_000_000n, 2n ** 63n, 2n ** 64n + 5n] // prettier-ignore

/** @param long some files are of megabytes */
export function dupesInstance(random: () => number, long = false): Made[] {
  const near = (edges: readonly number[]) =>
    Math.max(0, pick(edges, random) + pick([-1, 0, 1], random))
  const sizes = [near(EDGES), near(EDGES), near(long ? LONG_EDGES : EDGES)]
  const count = long ? 2 + Math.floor(random() * 8) : 1 + Math.floor(random() * 40)
  const files: Made[] = []
  for (let i = 0; i < count; i++) {
    const root = pick(ROOTS, random)
    const path = `${root}/${random() < 0.2 ? 'sub/' : ''}${i % 3}${pick(NAMES, random)}`.slice(
      0,
      255,
    )
    if (files.some((file) => file.path === path)) continue
    const size = pick(sizes, random)
    const times = { mtimeNs: pick(TIMES, random), ctimeNs: pick(TIMES, random) }
    const rest = { root, dev: pick(DEVICES, random), uid: pick([0, 1000], random), ...times }
    const content = { size, byte: pick([1, 1, 2], random), but: changes(size, random) }
    const old = pick(files, random)
    if (old === undefined || random() > 0.15) files.push(made(path, { ...rest, ...content }))
    else files.push({ ...old, path, root, ...(random() < 0.3 ? { dev: VIEWS } : {}) })
  }
  const twins = files.map((file) => (random() < 0.05 ? { ...file, ino: 2n ** 64n - 1n } : file))
  return shuffled(random() < 0.5 ? files : apart(twins), random)
}

/** Mostly none; otherwise at a place where something else is done. */
function changes(size: number, random: () => number): { [offset: number]: number } {
  if (size === 0 || random() < 0.6) return {}
  const places = [0, 63, 64, 100, 4095, 4096, size >> 1, size - 4097, size - 4096, size - 1]
  const place = random() < 0.7 ? pick(places, random) : Math.floor(random() * size)
  return { [Math.min(size - 1, Math.max(0, place))]: 9 }
}

/** What was given one inode number is one file only where it is on one device; so have each on its own. */
function apart(files: readonly Made[]): Made[] {
  const odd = files.filter(({ ino }) => ino === 2n ** 64n - 1n)
  return files.map((file) => (odd.includes(file) ? { ...file, dev: 100n + BigInt(odd.indexOf(file)) } : file)) // prettier-ignore
}

/** The files as a walk may find them: in batches, in any order. */
export function inBatches<T>(files: readonly T[], random: () => number): T[][] {
  const batches: T[][] = [[]]
  for (const file of shuffled(files, random)) {
    if (random() < 0.3) batches.push([])
    batches.at(-1)!.push(file)
  }
  return batches
}
