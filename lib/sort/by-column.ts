/** The numbers from 0 to before `count`. */
export function upTo(count: number): Uint32Array {
  const numbers = new Uint32Array(count)
  for (let i = 0; i < count; i++) numbers[i] = i
  return numbers
}

/** Up to so many places are sorted sooner than the counters of all digits are looked through. */
const FEW = 1024

/**
 * Sort places in place by what stands at them in a column, 16 bits at a time: that costs the same
 * however many are equal. Stable, so that a sort by several columns is one by each, the last one first.
 * @param column at least as long as the largest place
 * @param spare as long as `places`, for use meanwhile
 */
export function sortByColumn(
  places: Uint32Array,
  column: Uint32Array,
  spare = new Uint32Array(places.length),
): void {
  if (places.length <= FEW) return void places.sort((a, b) => column[a]! - column[b]!)
  const first = column[places[0]!]!
  let differing = 0
  for (let i = 1; i < places.length; i++) differing |= column[places[i]!]! ^ first
  for (const shift of [0, 16])
    if ((differing >>> shift) & 0xffff) sortByDigit(places, spare, column, shift)
}

function sortByDigit(
  places: Uint32Array,
  spare: Uint32Array,
  column: Uint32Array,
  shift: number,
): void {
  const next = new Uint32Array(2 ** 16)
  for (let i = 0; i < places.length; i++) next[(column[places[i]!]! >>> shift) & 0xffff]!++
  let start = 0
  for (let digit = 0; digit < next.length; digit++) {
    const count = next[digit]!
    next[digit] = start
    start += count
  }
  for (let i = 0; i < places.length; i++) {
    const place = places[i]!
    spare[next[(column[place]! >>> shift) & 0xffff]!++] = place
  }
  places.set(spare)
}
