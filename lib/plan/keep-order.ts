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
  shortest: (a, b) => a.key.length - b.key.length,
  longest: (a, b) => b.key.length - a.key.length,
  first: (a, b) => compare(a.key, b.key),
  last: (a, b) => compare(b.key, a.key),
  'most-links': (a, b) => b.nlink - a.nlink,
  order: (a, b) => a.at - b.at,
}

/** A time before this is one that nobody set: it says nothing about age. */
const KNOWN_SINCE_SECONDS = 1

function byAge(a: Name, b: Name, sign: 1 | -1): number {
  const [leftKnown, rightKnown] = [
    a.seconds >= KNOWN_SINCE_SECONDS,
    b.seconds >= KNOWN_SINCE_SECONDS,
  ]
  if (leftKnown !== rightKnown) return leftKnown ? -1 : 1
  if (!leftKnown) return 0
  return sign * (a.seconds - b.seconds || a.nanoseconds - b.nanoseconds)
}

function compare(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
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
