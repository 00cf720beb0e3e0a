import type { Name } from './name.js'

export const KEEP_KEYS = [
  'oldest',
  'newest',
  'shortest',
  'longest',
  'first',
  'last',
  'most-links',
  'order',
] as const
export type KeepKey = (typeof KEEP_KEYS)[number]

/** Negative: `a` is the better keeper. */
export type KeepOrder = (a: Name, b: Name) => number

const KEYS: { readonly [K in KeepKey]: KeepOrder } = {
  oldest: (a, b) => byAge(a, b, 1),
  newest: (a, b) => byAge(a, b, -1),
  shortest: (a, b) => a.path.length - b.path.length,
  longest: (a, b) => b.path.length - a.path.length,
  first: (a, b) => a.path.compare(b.path),
  last: (a, b) => b.path.compare(a.path),
  'most-links': (a, b) => b.file.nlink - a.file.nlink,
  order: (a, b) => a.at - b.at,
}

/** A time before this is one that nobody set: it says nothing about age. */
const KNOWN_SINCE_NS = 1_000_000_000n

function byAge(a: Name, b: Name, sign: 1 | -1): number {
  if (a.file.mtimeNs === b.file.mtimeNs) return 0
  const [left, right] = [BigInt(a.file.mtimeNs), BigInt(b.file.mtimeNs)]
  const [leftKnown, rightKnown] = [left >= KNOWN_SINCE_NS, right >= KNOWN_SINCE_NS]
  if (leftKnown !== rightKnown) return leftKnown ? -1 : 1
  if (!leftKnown || left === right) return 0
  return left < right ? -sign : sign
}

/**
 * The order in which the names of a set are wanted as keepers: first what is below the first
 * --primary, and so on; then by each key in turn; in the end by the bytes of the path. Total.
 */
export function keepOrder(keys: readonly KeepKey[]): KeepOrder {
  const compares = [...keys.map((key) => KEYS[key]), KEYS.first]
  return (a, b) => {
    if (a.rank !== b.rank) return a.rank - b.rank
    for (const compare of compares) {
      const found = compare(a, b)
      if (found !== 0) return found
    }
    return 0
  }
}
