import { newSlab, type Frame, type Slab } from './frame.js'
import type { Column } from './order.js'

/** Memory is asked for in pieces of this size, or a sixteenth of the budget. */
const LARGEST_SLAB_BYTES = 4 * 2 ** 20
const SMALLEST_SLAB_BYTES = 4 * 2 ** 10

/** More words than any slab has. */
const FULL = 2 ** 30

/** A number of 32 bits that says where a frame lies. */
export type Ref = number

/** Memory for frames, up to a budget. Pieces of it are kept for use again, until the whole is dropped. */
export class Slabs {
  readonly #budgetBytes: number
  readonly #slabWords: number
  readonly #shift: number
  /** The last one is being filled. A frame that is larger than a slab has one of its own. */
  #slabs: Slab[] = []
  #spare: Slab[] = []
  #heldBytes = 0
  /** The first free word of the last slab. */
  #free = 0

  /** @param budgetBytes to stay under, as long as no single frame is larger */
  constructor(budgetBytes: number) {
    this.#budgetBytes = budgetBytes
    const slabBytes = Math.min(LARGEST_SLAB_BYTES, Math.max(SMALLEST_SLAB_BYTES, budgetBytes / 16))
    this.#shift = Math.floor(Math.log2(slabBytes / 4))
    this.#slabWords = 2 ** this.#shift
  }

  /** Room for a frame, or undefined when the budget is spent; at least one frame always fits. */
  reserve(bytes: number): Ref | undefined {
    const words = bytes >> 2
    const last = this.#slabs.at(-1)
    if (last === undefined || this.#free + words > last.words.length) {
      if (!this.#grow(words)) return undefined
    }
    const ref = (this.#slabs.length - 1) * this.#slabWords + this.#free
    this.#free += words
    // nothing may follow a frame that goes on where a ref cannot point
    if (this.#free > this.#slabWords) this.#free = FULL
    return ref
  }

  #grow(words: number): boolean {
    const large = words > this.#slabWords
    const bytes = 4 * (large ? words : this.#slabWords)
    const isFull =
      this.#heldBytes + bytes > this.#budgetBytes || this.#slabs.length >= this.#mostSlabs
    if (this.#slabs.length > 0 && isFull) return false
    this.#slabs.push((large ? undefined : this.#spare.pop()) ?? newSlab(bytes))
    this.#heldBytes += bytes
    this.#free = 0
    return true
  }

  get #mostSlabs(): number {
    return 2 ** (32 - this.#shift)
  }

  slabOf(ref: Ref): Slab {
    return this.#slabs[ref >>> this.#shift]!
  }

  wordOf(ref: Ref): number {
    return ref & (this.#slabWords - 1)
  }

  /** Move `frame` to where `ref` points. */
  show(ref: Ref, frame: Frame): Frame {
    return frame.set(this.slabOf(ref), this.wordOf(ref))
  }

  /** A column of the frames that `refs` point at, in the order of `refs`. */
  column(refs: Uint32Array, { word, turn }: Column): Uint32Array {
    const found = new Uint32Array(refs.length)
    for (let i = 0; i < refs.length; i++) {
      const ref = refs[i]!
      found[i] = this.slabOf(ref).words[this.wordOf(ref) + word]!
    }
    if (turn !== undefined) for (let i = 0; i < found.length; i++) found[i] = turn(found[i]!)
    return found
  }

  /** Forget all frames, keep the memory. */
  clear(): void {
    for (const slab of this.#slabs)
      if (slab.words.length === this.#slabWords) this.#spare.push(slab)
    this.#slabs = []
    this.#heldBytes = 0
    this.#free = 0
  }
}
