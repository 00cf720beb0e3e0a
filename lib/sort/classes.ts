/** Items in classes, side by side. */
export type Classes = {
  /** All items; classes stand in the order of their first items, and the items of each in their own. */
  readonly items: Uint32Array
  /** Where each class ends in `items`. */
  readonly ends: Uint32Array
}

/**
 * Put items together that are alike, by a table with open addresses: in linear time, and several times
 * as fast as by sorting them.
 * @param hashes 32 bits for each item, by its place; the same for items that are alike
 * @param areAlike asked of items whose hashes are equal
 */
export function classesOf(
  items: Uint32Array,
  hashes: Int32Array,
  areAlike: (a: number, b: number) => boolean,
): Classes {
  const { classOf, ends } = numbered(items, hashes, areAlike)
  for (let i = 0, start = 0; i < ends.length; i++) {
    const count = ends[i]!
    ends[i] = start // moved on to its end, item by item
    start += count
  }
  const sorted = new Uint32Array(items.length)
  for (let i = 0; i < items.length; i++) sorted[ends[classOf[i]!]!++] = items[i]!
  return { items: sorted, ends }
}

/** The items of one class after the other. */
export function* eachClass({ items, ends }: Classes): Generator<Uint32Array> {
  let start = 0
  for (const end of ends) {
    yield items.subarray(start, end)
    start = end
  }
}

/** For each item the number of its class, and how many items each class has. */
function numbered(
  items: Uint32Array,
  hashes: Int32Array,
  areAlike: (a: number, b: number) => boolean,
) {
  let length = 8
  while (length < 2 * items.length) length *= 2
  const mask = length - 1
  const slots = new Uint32Array(length) // one more than the place of the first item of a class
  const classOf = new Uint32Array(items.length)
  const counts = new Uint32Array(items.length)
  let classes = 0
  for (let place = 0; place < items.length; place++) {
    const hash = hashes[place]!
    let slot = spread(hash) & mask
    for (; slots[slot]! > 0; slot = (slot + 1) & mask) {
      const first = slots[slot]! - 1
      if (hashes[first] === hash && areAlike(items[first]!, items[place]!)) break
    }
    if (slots[slot] === 0) {
      slots[slot] = place + 1
      classOf[place] = classes++
    } else classOf[place] = classOf[slots[slot]! - 1]!
    counts[classOf[place]!]!++
  }
  return { classOf, ends: counts.slice(0, classes) }
}

/** Sizes and inodes lie close together: their low bits alone would fill one part of the table. */
function spread(hash: number): number {
  const mixed = Math.imul(hash ^ (hash >>> 16), 0x9e3779b1)
  return mixed ^ (mixed >>> 15)
}
