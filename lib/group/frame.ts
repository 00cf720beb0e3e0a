// A record as dd-group remembers it: eleven numbers of 32 bits, the digest, and the line as it came.
// Frames lie back to back in large buffers and in temporary files; an object for each would cost
// more than the line itself.

/** Places of the numbers in a frame, in words of 32 bits. */
export const WORD = {
  lineBytes: 0,
  volume: 1,
  inoHigh: 2,
  inoLow: 3,
  /** The largest size there is, minus the size: so that the largest files sort first. */
  restHigh: 4,
  restLow: 5,
  kind: 6,
  digestBytes: 7,
  nameAt: 8,
  nameBytes: 9,
  nameHash: 10,
  /** The first of the digest's words. There are two at least, filled with zeros, or none. */
  digest: 11,
} as const

/** Bytes of a frame that must be there before its length can be told. */
export const HEADER_BYTES = 4 * WORD.digest

/** Bytes of a file, at most. */
export const LARGEST_SIZE = Number.MAX_SAFE_INTEGER

/** Memory that frames lie in. */
export type Slab = { readonly bytes: Buffer; readonly words: Uint32Array }

/** @param bytes a multiple of 4 */
export function newSlab(bytes: number): Slab {
  const memory = Buffer.allocUnsafeSlow(bytes)
  return { bytes: memory, words: new Uint32Array(memory.buffer) }
}

/** Rounded up to whole words. */
export function toWord(bytes: number): number {
  return (bytes + 3) & ~3
}

/** Bytes that a digest takes in a frame. */
export function digestRoom(bytes: number): number {
  return bytes === 0 ? 0 : Math.max(8, toWord(bytes))
}

/** A window on the frame at word `at` of a slab. It moves; it owns nothing. */
export class Frame {
  #slab = NONE
  #at = 0

  set(slab: Slab, at: number): this {
    this.#slab = slab
    this.#at = at
    return this
  }

  /** The number at one of the places in `WORD`. */
  word(place: number): number {
    return this.#slab.words[this.#at + place]!
  }

  /** Bytes of the file. */
  get size(): number {
    return LARGEST_SIZE - (this.word(WORD.restHigh) * 2 ** 32 + this.word(WORD.restLow))
  }

  /** The memory that the frame lies in; `start` and the others are offsets in it. */
  get bytes(): Buffer {
    return this.#slab.bytes
  }
  get start(): number {
    return 4 * this.#at
  }
  get end(): number {
    return this.start + toWord(Math.max(this.lineEnd, this.nameEnd) - this.start)
  }
  get digestStart(): number {
    return this.start + HEADER_BYTES
  }
  get digestEnd(): number {
    return this.digestStart + this.word(WORD.digestBytes)
  }
  get lineStart(): number {
    return this.digestStart + digestRoom(this.word(WORD.digestBytes))
  }
  get lineEnd(): number {
    return this.lineStart + this.word(WORD.lineBytes)
  }
  get nameStart(): number {
    return this.start + this.word(WORD.nameAt)
  }
  get nameEnd(): number {
    return this.nameStart + this.word(WORD.nameBytes)
  }
}

const NONE: Slab = newSlab(HEADER_BYTES)
