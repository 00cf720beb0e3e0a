import {
  compareDigests,
  compareHosts,
  compareInodes,
  compareKeys,
  compareKinds,
  compareNames,
  compareNumbers,
  newestFirst,
} from './compare-frames.js'
import type { Cursor } from './cursor.js'
import { WORD } from './frame.js'
import type { By } from './group-key.js'
import type { Interned } from './interned.js'
import type { Column, Order } from './order.js'
import type { Volumes } from './volumes.js'

/** The largest files first. */
const SIZE: readonly Column[] = [{ word: WORD.restHigh }, { word: WORD.restLow }]
const INODE: readonly Column[] = [{ word: WORD.inoHigh }, { word: WORD.inoLow }]
/** A digest's first four bytes, which nearly always tell two digests apart. */
const DIGEST: Column = { word: WORD.digest, turn: swapBytes }

/** Records of one name next to each other, the newest of them first. One path on two machines is two names. */
export function byName(kinds: Interned): Order {
  return {
    columns: [{ word: WORD.nameHash }],
    rest: (a, b) => compareNames(a, b) || newestFirst(a, b) || compareKinds(a, b, kinds),
  }
}

/** Files of one key next to each other; among them, the names of one inode. */
export type KeyOrder = Order & {
  /** Has `frame` the key of `last`? */
  readonly isSameKey: (cursor: Cursor) => boolean
  /** And is it the same inode? Asked only where the key is the same. */
  readonly isSameInode: (cursor: Cursor) => boolean
  /** Or has it the same number, on another device? */
  readonly isSameNumber: (cursor: Cursor) => boolean
}

export function byKey(by: By): KeyOrder {
  return by === 'size' ? BY_SIZE : BY_DIGEST
}

/** The columns say it all. */
const BY_SIZE: KeyOrder = {
  columns: [...SIZE, ...INODE, { word: WORD.volume }],
  rest: () => 0,
  isSameKey: ({ alike }) => alike >= 2,
  isSameInode: ({ alike }) => alike === 5,
  isSameNumber: ({ alike }) => alike >= 4,
}

const BY_DIGEST: KeyOrder = {
  columns: [{ word: WORD.digest }],
  rest: (a, b) => compareKeys(a, b) || compareInodes(a, b),
  isSameKey: (cursor) => cursor.alike === 1 && compareKeys(cursor.frame, cursor.last) === 0,
  isSameInode: ({ frame, last }) => compareInodes(frame, last) === 0,
  isSameNumber: ({ frame, last }) => compareNumbers(frame, last) === 0,
}

/** As a disk is swept: by device and inode as numbers, then by name; this machine's files first. */
export function byInode(volumes: Volumes): Order {
  const ranks = volumes.ranks()
  return {
    columns: [{ word: WORD.volume, turn: (volume) => ranks[volume]! }, ...INODE],
    rest: compareNames,
  }
}

/** The largest files first, then by digest, by algorithm, by path and by machine. */
export function byGroup(kinds: Interned, volumes: Volumes): Order {
  return {
    columns: [...SIZE, DIGEST],
    rest: (a, b) =>
      compareDigests(a, b) ||
      compareKinds(a, b, kinds) ||
      compareNames(a, b) ||
      compareHosts(a, b, volumes),
  }
}

/** Four bytes as they stand in memory, as a number that compares as they do. */
function swapBytes(word: number): number {
  const [b0, b1, b2] = [word & 0xff, (word >>> 8) & 0xff, (word >>> 16) & 0xff]
  return ((b0 << 24) | (b1 << 16) | (b2 << 8) | (word >>> 24)) >>> 0
}
