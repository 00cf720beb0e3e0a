/** A key of 32 bits and a place share a double, which holds 53 bits exactly: so many places. */
const MOST_PLACES = 2 ** 21

/**
 * Sort numbers in place by a key of 32 bits, and give those of equal keys, where there are several.
 * Numbers are sorted some ten times faster than by a comparison.
 */
export function runsByKey(items: Uint32Array, keyOf: (item: number) => number): Uint32Array[] {
  const keys = items.length > MOST_PLACES ? sortMany(items, keyOf) : sortFew(items, keyOf)
  const runs: Uint32Array[] = []
  for (let from = 0, to = 1; from < items.length; from = to++) {
    while (to < items.length && keys[to] === keys[from]) to++
    if (to - from > 1) runs.push(items.subarray(from, to))
  }
  return runs
}

function sortFew(items: Uint32Array, keyOf: (item: number) => number): Uint32Array {
  const places = new Float64Array(items.length)
  for (let i = 0; i < items.length; i++) places[i] = keyOf(items[i]!) * MOST_PLACES + i
  places.sort()
  const before = items.slice()
  const keys = new Uint32Array(items.length)
  for (let i = 0; i < items.length; i++) {
    items[i] = before[places[i]! % MOST_PLACES]!
    keys[i] = places[i]! / MOST_PLACES
  }
  return keys
}

function sortMany(items: Uint32Array, keyOf: (item: number) => number): Uint32Array {
  const before = items.slice()
  const keys = before.map(keyOf)
  const places = before.map((_, i) => i).sort((a, b) => keys[a]! - keys[b]! || a - b)
  places.forEach((place, i) => {
    items[i] = before[place]!
  })
  return places.map((place) => keys[place]!)
}
