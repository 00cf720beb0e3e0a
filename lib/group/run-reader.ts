import type { TempFile } from '../fs/temp-file.js'
import { Frame, HEADER_BYTES, newSlab, type Slab } from './frame.js'

/** Read at once, of a run: no more than helps, and no less than a disk can deliver in a seek's time. */
const MOST_BYTES = 256 * 2 ** 10
const LEAST_BYTES = 4 * 2 ** 10

/**
 * Reads a run of frames. It has two buffers and fills them in turns, so that the frame before the
 * present one stays good.
 */
export class RunReader {
  readonly #file: TempFile
  readonly #end: number
  readonly #bufferBytes: number
  /** Where in the file the buffer ends. */
  #position: number
  #slab: Slab = newSlab(0)
  #other: Slab = newSlab(0)
  #next = 0
  #filled = 0
  frame = new Frame()
  #last = new Frame()

  /** @param budgetBytes for both buffers; more is taken for a frame that is larger */
  constructor(file: TempFile, start: number, end: number, budgetBytes: number) {
    this.#file = file
    this.#position = start
    this.#end = end
    const half = Math.floor(budgetBytes / 8) * 4
    this.#bufferBytes = Math.min(MOST_BYTES, Math.max(LEAST_BYTES, half))
  }

  /** Move on; false at the end of the run. */
  next(): boolean {
    const torn = this.#next + HEADER_BYTES > this.#filled
    if (torn && this.#next === this.#filled && this.#position === this.#end) return false
    if (torn) this.#turn(this.#bufferBytes)
    const bytes = this.#frameBytes()
    if (this.#next + bytes > this.#filled) {
      if (torn)
        this.#fill(newSlab(bytes)) // the other buffer has the frame before
      else this.#turn(Math.max(this.#bufferBytes, bytes))
    }
    const frame = this.#last.set(this.#slab, this.#next / 4)
    this.#last = this.frame
    this.frame = frame
    this.#next += bytes
    return true
  }

  #frameBytes(): number {
    const { start, end } = this.#last.set(this.#slab, this.#next / 4)
    return end - start
  }

  #turn(bytes: number): void {
    const filled = this.#slab
    this.#fill(this.#other.bytes.length >= bytes ? this.#other : newSlab(bytes))
    this.#other = filled
  }

  /** Go on in `into`: with what is left in the buffer, and as much more as there is room for. */
  #fill(into: Slab): void {
    const rest = this.#slab.bytes.copy(into.bytes, 0, this.#next, this.#filled)
    const more = Math.min(into.bytes.length - rest, this.#end - this.#position)
    this.#file.read(into.bytes.subarray(rest, rest + more), this.#position)
    this.#position += more
    this.#slab = into
    this.#next = 0
    this.#filled = rest + more
  }
}
