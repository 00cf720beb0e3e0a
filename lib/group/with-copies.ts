import { BitList } from './bit-list.js'
import type { Cursor } from './cursor.js'
import type { KeyOrder } from './orders.js'

/** Which numbers of copies are wanted. */
export type Wanted = (copies: number) => boolean

/**
 * Keep the files whose number of copies is wanted, with all their names. Names of one inode are one
 * copy. Pure; memory: a bit for each key, for a key may have more names than memory holds.
 * @param open goes through the records in `order`; it is called twice
 */
export function withCopies(
  open: () => Cursor,
  order: KeyOrder,
  wanted: Wanted,
  keep: (cursor: Cursor) => void,
): void {
  const verdicts = verdictsOn(open(), order, wanted)
  const cursor = open()
  for (let key = -1; cursor.next();) {
    if (!order.isSameKey(cursor)) key++
    if (verdicts.at(key)) keep(cursor)
  }
}

/** For each key, in order: is its number of copies wanted? */
function verdictsOn(cursor: Cursor, order: KeyOrder, wanted: Wanted): BitList {
  const verdicts = new BitList()
  let copies = 0
  while (cursor.next()) {
    if (copies === 0) copies = 1
    else if (!order.isSameKey(cursor)) {
      verdicts.push(wanted(copies))
      copies = 1
    } else if (!order.isSameInode(cursor)) copies++
  }
  if (copies > 0) verdicts.push(wanted(copies))
  return verdicts
}
