// For groups of millions of files, of which not all lines are to be held.

export function* mapped<T, U>(items: Iterable<T>, map: (item: T) => U): Generator<U> {
  for (const item of items) yield map(item)
}

/** Items after a first one. */
export function* after<T>(first: T, items: Iterable<T>): Generator<T> {
  yield first
  yield* items
}

/** Items before a last one. */
export function* before<T>(items: Iterable<T>, last: T): Generator<T> {
  yield* items
  yield last
}

/** Items some at a time. */
export function* inPieces<T>(items: Iterable<T>, length: number): Generator<T[]> {
  let piece: T[] = []
  for (const item of items) {
    if (piece.push(item) < length) continue
    yield piece
    piece = []
  }
  if (piece.length > 0) yield piece
}
