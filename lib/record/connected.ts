import { splitBy } from './split-by.js'

/**
 * Cut a list into parts that have no key in common: whoever shares a key with another is in one part
 * with it, and with all whom that one shares one with. In the order in which they come up.
 */
export function connected<T>(items: readonly T[], keysOf: (item: T) => Iterable<string>): T[][] {
  const leaders = new Leaders(items.length)
  const firsts = new Map<string, number>()
  for (const [place, item] of items.entries())
    for (const key of keysOf(item)) {
      const first = firsts.get(key)
      if (first === undefined) firsts.set(key, place)
      else leaders.join(first, place)
    }
  const parts = splitBy(items.keys(), (place) => `${leaders.of(place)}`)
  return parts.map((places) => places.map((place) => items[place]!))
}

/** For each place of a list the first of its part, over others. */
export class Leaders {
  readonly #next: Uint32Array

  constructor(count: number) {
    this.#next = new Uint32Array(count).map((_, place) => place)
  }

  of(place: number): number {
    const next = this.#next
    for (let at = place; ; at = next[at]!) {
      if (next[at] === at) return at
      next[at] = next[next[at]!]! // so that no way gets long
    }
  }

  join(a: number, b: number): void {
    const [x, y] = [this.of(a), this.of(b)]
    this.#next[Math.max(x, y)] = Math.min(x, y)
  }
}
