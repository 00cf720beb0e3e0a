import { Frame } from './frame.js'
import { sortByColumn, upTo } from '../sort/by-column.js'
import { compareBy, type Order } from './order.js'
import type { Slabs } from './slabs.js'

/** Below this, counting digits costs more than comparing. */
const FEW = 2048

/** A column's numbers, in the order of the refs, and which of the order's columns it is. */
type Keys = { readonly index: number; readonly keys: Uint32Array }

/**
 * Sort refs in place by what they point at: 16 bits at a time by the order's columns, which costs the
 * same however many are equal, then by comparison where all columns are. The columns are copied out
 * first, for frames lie far apart. Memory: 13 bytes a ref, and 4 for each column that is not the same
 * in all frames.
 * @returns for each ref, how many columns, the first ones first, are equal to those of the ref before
 */
export function sortRefs(refs: Uint32Array, slabs: Slabs, order: Order): Uint8Array {
  sortByPlace(refs)
  const [a, b] = [new Frame(), new Frame()]
  const show = (place: number, frame: Frame) => slabs.show(refs[place]!, frame)
  const columns = varyingColumns(refs, slabs, order)
  const places = upTo(refs.length)
  if (refs.length < FEW) places.sort((x, y) => compareBy(order, show(x, a), show(y, b)))
  else for (const { keys } of columns.toReversed()) sortByColumn(places, keys)
  const alike = countAlike(places, columns, order.columns.length)
  if (refs.length >= FEW)
    for (const tie of ties(places, alike, order.columns.length))
      sortTie(tie, (x, y) => order.rest(show(x, a), show(y, b)))
  arrange(refs, places)
  return alike
}

/** Put refs in the order of their places. */
function arrange(refs: Uint32Array, places: Uint32Array): void {
  refs.set(places.map((place) => refs[place]!))
}

/** As frames lie in memory, which is several times faster to go through. New refs are so already. */
function sortByPlace(refs: Uint32Array): void {
  if (refs.every((ref, i) => i === 0 || ref > refs[i - 1]!)) return
  const places = upTo(refs.length)
  sortByColumn(places, refs)
  arrange(refs, places)
}

function varyingColumns(refs: Uint32Array, slabs: Slabs, order: Order): Keys[] {
  const found: Keys[] = []
  for (const [index, column] of order.columns.entries()) {
    const keys = slabs.column(refs, column)
    if (keys.some((key) => key !== keys[0])) found.push({ index, keys })
  }
  return found
}

function countAlike(places: Uint32Array, columns: readonly Keys[], all: number): Uint8Array {
  const alike = new Uint8Array(places.length)
  for (let i = 1; i < places.length; i++) {
    const [place, last] = [places[i]!, places[i - 1]!]
    let c = 0
    while (c < columns.length && columns[c]!.keys[place] === columns[c]!.keys[last]) c++
    alike[i] = c < columns.length ? columns[c]!.index : all
  }
  return alike
}

/** Where places follow each other that are equal in all columns. */
function* ties(places: Uint32Array, alike: Uint8Array, columns: number): Generator<Uint32Array> {
  for (let from = 0, to = 1; from < places.length; from = to++) {
    while (to < places.length && alike[to] === columns) to++
    if (to - from > 1) yield places.subarray(from, to)
  }
}

/** Most ties are of a few: then the built-in sort would spend its time on getting ready. */
function sortTie(tie: Uint32Array, compare: (x: number, y: number) => number): void {
  if (tie.length > 8) tie.sort(compare)
  else
    for (let end = 1; end < tie.length; end++) {
      const place = tie[end]!
      let at = end
      for (; at > 0 && compare(tie[at - 1]!, place) > 0; at--) tie[at] = tie[at - 1]!
      tie[at] = place
    }
}
