import type { Cursor } from './cursor.js'
import { Frame } from './frame.js'
import { compareBy, countAlike, type Order } from './order.js'
import type { RunReader } from './run-reader.js'

/** Goes through the frames of several sorted runs as if they were one. */
export class MergeCursor implements Cursor {
  readonly #order: Order
  /** A heap: the run whose frame comes first is at its top. */
  readonly #heap: RunReader[]
  #started = false
  alike = 0
  frame = new Frame()
  last = new Frame()

  /** @param runs each sorted by `order` */
  constructor(runs: readonly RunReader[], order: Order) {
    this.#order = order
    this.#heap = runs.filter((run) => run.next())
    for (let i = this.#heap.length >> 1; i-- > 0;) this.#sink(i)
  }

  next(): boolean {
    if (this.#started) this.#advance()
    const top = this.#heap[0]
    if (top === undefined) return false
    this.last = this.frame
    this.frame = top.frame
    if (this.#started) this.alike = countAlike(this.#order, this.frame, this.last)
    this.#started = true
    return true
  }

  #advance(): void {
    const top = this.#heap[0]
    if (top === undefined) return
    if (!top.next()) {
      const bottom = this.#heap.pop()
      if (bottom === undefined || this.#heap.length === 0) return
      this.#heap[0] = bottom
    }
    this.#sink(0)
  }

  #sink(from: number): void {
    const heap = this.#heap
    for (let i = from; ;) {
      const child = this.#first(this.#first(i, 2 * i + 1), 2 * i + 2)
      if (child === i) return
      ;[heap[i], heap[child]] = [heap[child]!, heap[i]!]
      i = child
    }
  }

  /** Which of two places of the heap comes first; one that is not there does not. */
  #first(i: number, j: number): number {
    const [a, b] = [this.#heap[i]!, this.#heap[j]]
    return b !== undefined && compareBy(this.#order, b.frame, a.frame) < 0 ? j : i
  }
}
