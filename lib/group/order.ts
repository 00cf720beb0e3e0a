import type { Frame } from './frame.js'

/** A number from 0 to 2^32 - 1 to sort frames by: one of a frame's words, perhaps turned into another. */
export type Column = {
  readonly word: number
  readonly turn?: (word: number) => number
}

/** A total order of frames: by its columns, the first one first, then by `rest`. */
export type Order = {
  readonly columns: readonly Column[]
  readonly rest: (a: Frame, b: Frame) => number
}

/** Negative: `a` comes first. */
export function compareBy(order: Order, a: Frame, b: Frame): number {
  for (const { word, turn } of order.columns) {
    const [x, y] = [a.word(word), b.word(word)]
    if (x !== y) return turn === undefined ? x - y : turn(x) - turn(y)
  }
  return order.rest(a, b)
}

/** How many columns, the first ones first, are equal. */
export function countAlike({ columns }: Order, a: Frame, b: Frame): number {
  const found = columns.findIndex(({ word }) => a.word(word) !== b.word(word))
  return found < 0 ? columns.length : found
}
