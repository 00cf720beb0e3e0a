import { digestHex, type Algo } from '../digest/digest.js'
import type { Arena } from './arena.js'
import type { SharedFiles } from './shared-files.js'
import { signature } from './signature.js'

/** What became of a file, where it is no place of another one. */
export const ALONE = -1
export const UNKNOWN = -2

/** For each file the place of the first of those that it is equal to, which may be its own; or why there is none. */
export type Likes = { readonly likes: Int32Array; readonly hexOf: (place: number) => string }

/** Files that are compared byte by byte with one that has the same signature, before digests tell. */
const MOST_COMPARED = 8

/** Two files begin at such a multiple of bytes in the arena, to be looked at in words. */
const ALIGNED = 8

/** A thread reads so many bytes of short files before it compares them: a core's cache holds a part of them. */
export const ARENA_BYTES = 8 * 2 ** 20

/** Bytes that a file takes in an arena. */
export function arenaBytes(size: number): number {
  return size + ALIGNED + (-size & (ALIGNED - 1))
}

/**
 * Makes the function that reads classes of short files, each file once, and compares them in memory: so
 * a digest is made once for those that are equal, and for one that has no equal only where it is asked
 * for. What cannot be read, or is not as it was listed, is `UNKNOWN`; and who is in a class with one of
 * those is not told to be alone.
 */
export function shortReader(algo: Algo, arena: Arena, { size }: SharedFiles) {
  const slots = new Slots()

  /**
   * @param ends of classes, each of all files of one size, that fit the arena together
   * @param mayBeAlone a file that is equal to none of the others needs no digest
   */
  return (files: Uint32Array, ends: Uint32Array, mayBeAlone: boolean): Likes => {
    const loaded = new Loaded(files, size, arena, algo)
    const likes = new Int32Array(files.length).fill(UNKNOWN)
    const isEqual = (a: number, b: number, compared: number) => loaded.areEqual(a, b, compared)
    let first = 0
    for (const end of ends) {
      slots.clear(end - first)
      let isWhole = true
      for (let place = first; place < end; place++)
        if (!loaded.load(place)) isWhole = false
        else likes[place] = slots.place(place, loaded.signature(place), isEqual)
      if (mayBeAlone && isWhole) markAlone(likes, first, end)
      first = end
    }
    return { likes, hexOf: (place) => loaded.hex(place) }
  }
}

/** The files of a batch in an arena, by their places. */
class Loaded {
  readonly #files: Uint32Array
  readonly #size: Float64Array
  readonly #arena: Arena
  readonly #words: Uint32Array
  readonly #algo: Algo
  readonly #starts: Uint32Array
  readonly #digests = new Map<number, string>()
  #end = 0

  constructor(files: Uint32Array, size: Float64Array, arena: Arena, algo: Algo) {
    const { buffer, byteOffset, length } = arena.bytes
    this.#files = files
    this.#size = size
    this.#arena = arena
    this.#words = new Uint32Array(buffer, byteOffset, length >> 2)
    this.#algo = algo
    this.#starts = new Uint32Array(files.length)
  }

  /** False: it cannot be read, or is not what was listed. */
  load(place: number): boolean {
    const [size, start] = [this.#sizeOf(place), this.#end]
    this.#starts[place] = start
    if (!this.#arena.load(this.#files[place]!, start)) return false
    for (let i = size; i % 4 > 0; i++) this.#arena.bytes[start + i] = 0
    this.#end += arenaBytes(size)
    return true
  }

  signature(place: number): number {
    return signature(this.#words, this.#starts[place]! >> 2, (this.#sizeOf(place) + 3) >> 2)
  }

  /** Two files of one size. @param compared so many were compared with the second one before */
  areEqual(a: number, b: number, compared: number): boolean {
    if (compared >= MOST_COMPARED) return this.hex(a) === this.hex(b)
    const [x, y, size] = [this.#starts[a]!, this.#starts[b]!, this.#sizeOf(a)]
    const { bytes } = this.#arena
    return bytes.compare(bytes, x, x + size, y, y + size) === 0
  }

  /** Its digest, made when it is first asked for. */
  hex(place: number): string {
    const known = this.#digests.get(place)
    if (known !== undefined) return known
    const start = this.#starts[place]!
    const content = this.#arena.bytes.subarray(start, start + this.#sizeOf(place))
    const hex = digestHex(this.#algo, content)
    this.#digests.set(place, hex)
    return hex
  }

  #sizeOf(place: number): number {
    return this.#size[this.#files[place]!]!
  }
}

/** Whoever is only like itself. */
function markAlone(likes: Int32Array, first: number, end: number): void {
  const isShared = new Uint8Array(end - first)
  for (let place = first; place < end; place++)
    if (likes[place] !== place) isShared[likes[place]! - first] = 1
  for (let place = first; place < end; place++)
    if (likes[place] === place && isShared[place - first] === 0) likes[place] = ALONE
}

type IsEqual = (a: number, b: number, compared: number) => boolean

/** The files of a class that are unlike each other, by their signatures: a table with open addresses. */
class Slots {
  #places = new Int32Array(64)
  #sums = new Uint32Array(64)
  #mask = 63

  /** @param count of files at most */
  clear(count: number): void {
    let length = 8
    while (length < 2 * count) length *= 2
    if (length > this.#places.length) {
      this.#places = new Int32Array(length)
      this.#sums = new Uint32Array(length)
    }
    this.#mask = length - 1
    this.#places.fill(-1, 0, length)
  }

  /** The file that this one is equal to; itself, if it is the first. */
  place(place: number, sum: number, isEqual: IsEqual): number {
    let compared = 0
    for (let slot = (sum ^ (sum >>> 16)) & this.#mask; ; slot = (slot + 1) & this.#mask) {
      const other = this.#places[slot]!
      if (other < 0) {
        this.#places[slot] = place
        this.#sums[slot] = sum
        return place
      }
      if (this.#sums[slot] === sum && isEqual(other, place, compared++)) return other
    }
  }
}
