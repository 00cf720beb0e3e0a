import { Frame } from './frame.js'
import type { Slabs } from './slabs.js'

/** Goes through frames in an order. */
export type Cursor = {
  /** Move on; false: there are no more. */
  next(): boolean
  /** How many of the order's columns, the first ones first, are equal in `frame` and `last`; 0 at the first frame. */
  readonly alike: number
  /** Good until `next` is called. */
  readonly frame: Frame
  /** The frame before; nothing useful at the first. */
  readonly last: Frame
}

/** Goes through the frames that `refs` point at. It looks at them only when asked to: they lie far apart. */
export class MemoryCursor implements Cursor {
  readonly #refs: Uint32Array
  readonly #alike: Uint8Array
  readonly #slabs: Slabs
  readonly #frame = new Frame()
  readonly #last = new Frame()
  #at = -1

  /** @param alike for each ref, what a cursor says */
  constructor(refs: Uint32Array, alike: Uint8Array, slabs: Slabs) {
    this.#refs = refs
    this.#alike = alike
    this.#slabs = slabs
  }

  next(): boolean {
    this.#at++
    return this.#at < this.#refs.length
  }

  get alike(): number {
    return this.#alike[this.#at]!
  }

  get frame(): Frame {
    return this.#slabs.show(this.ref, this.#frame)
  }

  get last(): Frame {
    return this.#slabs.show(this.#refs[this.#at - 1]!, this.#last)
  }

  /** Where the frame lies. */
  get ref(): number {
    return this.#refs[this.#at]!
  }
}
