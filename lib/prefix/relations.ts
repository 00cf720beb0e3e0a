import { NONE } from '../sort/chains.js'

export { NONE }

/** What is known of the end of a file that ends in a larger one; bits. */
export const END = {
  /** All its bytes are zero. */
  zeros: 1,
  /** Its last bytes are text, and the last one ends a line. */
  lines: 2,
} as const

/**
 * How the files of a cluster hang together, by their numbers in it. Files of one content form a
 * class, and one of them stands for it.
 */
export class Relations {
  /** The file that stands for its class, if that is another one. */
  readonly twin: Int32Array
  /** Of one that stands for its class: the longest file that it begins with. */
  readonly parent: Int32Array
  /** Bits of END. */
  readonly end: Uint8Array

  constructor(files: number) {
    this.twin = new Int32Array(files).fill(NONE)
    this.parent = new Int32Array(files).fill(NONE)
    this.end = new Uint8Array(files)
  }
}
