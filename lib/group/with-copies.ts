import { BitList } from './bit-list.js'
import type { CopyCounter } from './count-copies.js'
import type { Cursor } from './cursor.js'
import type { KeyOrder } from './orders.js'

/** Which numbers of copies are wanted. */
export type Wanted = (copies: number) => boolean

/**
 * Keep the files whose number of copies is wanted, with all their names. Pure; memory: a bit for each
 * key, for a key may have more names than memory holds.
 * @param open goes through the records in `order`; it is called twice
 */
export function withCopies(
  open: () => Cursor,
  order: KeyOrder,
  counter: CopyCounter,
  wanted: Wanted,
  keep: (cursor: Cursor) => void,
): void {
  const verdicts = verdictsOn(open(), order, counter, wanted)
  const cursor = open()
  for (let key = -1; cursor.next();) {
    if (!order.isSameKey(cursor)) key++
    if (verdicts.at(key)) keep(cursor)
  }
}

/** For each key, in order: is its number of copies wanted? */
function verdictsOn(
  cursor: Cursor,
  order: KeyOrder,
  counter: CopyCounter,
  wanted: Wanted,
): BitList {
  const verdicts = new BitList()
  let isFirst = true
  while (cursor.next()) {
    if (!isFirst && order.isSameKey(cursor)) {
      counter.add(cursor)
      continue
    }
    if (!isFirst) verdicts.push(wanted(counter.copies))
    counter.begin()
    isFirst = false
  }
  if (!isFirst) verdicts.push(wanted(counter.copies))
  return verdicts
}
