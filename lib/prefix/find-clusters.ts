import type { Signatures } from './signatures.js'

/** Places in a list, from the first to before the last. */
export type Span = readonly [from: number, to: number]

/**
 * The sets of files among which one may be the beginning of another, or equal to it; what is in no
 * set has no relation to any file. Sets do not overlap. Files that begin with the bytes of another
 * follow it in the order of their signatures, next to each other, so that one pass finds them.
 * @param files in the order of `sortSignatures`, equal signatures by length
 */
export function* findClusters(files: Uint32Array, signatures: Signatures): Generator<Span> {
  for (let from = 0, to = 1; from < files.length; from = to++) {
    while (to < files.length && signatures.begins(files[from]!, files[to]!)) to++
    if (to - from > 1) yield [from, to]
  }
}
