import { MemoryCursor, type Cursor } from './cursor.js'
import { Frame } from './frame.js'
import { MergeCursor } from './merge-cursor.js'
import type { Order } from './order.js'
import { RefList } from './ref-list.js'
import { Runs, type MakeTemp } from './runs.js'
import { Slabs, type Ref } from './slabs.js'
import { sortRefs } from './sort-refs.js'
import { frameBytes, writeFrame, type Content } from './write-frame.js'

/** Of the budget, what frames in memory may take; the rest is for sorting and for reading runs. */
const FOR_FRAMES = 0.75

/**
 * Records, to be gone through in an order. They stay in memory while they fit; past the budget,
 * sorted runs of them go to a temporary file and are merged as they are read. Which of the two it
 * was shows nowhere but in time.
 */
export class Pile {
  readonly #order: Order
  readonly #budgetBytes: number
  readonly #makeTemp: MakeTemp
  readonly #slabs: Slabs
  readonly #refs = new RefList()
  readonly #frame = new Frame()
  #runs: Runs | undefined
  /** Of the refs, once they are sorted. */
  #alike: Uint8Array | undefined

  constructor(
    order: Order,
    budgetBytes: number,
    makeTemp: MakeTemp,
    slabs = new Slabs(budgetBytes * FOR_FRAMES),
  ) {
    this.#order = order
    this.#budgetBytes = budgetBytes
    this.#makeTemp = makeTemp
    this.#slabs = slabs
  }

  /** @throws {Error} it has to go to disk, and cannot */
  add(content: Content): void {
    const ref = this.#reserve(frameBytes(content))
    writeFrame(this.#slabs.slabOf(ref), this.#slabs.wordOf(ref), content)
    this.#refs.push(ref)
  }

  /**
   * All of it, in order, as often as wanted; one cursor at a time. Nothing may be added afterwards.
   * @throws {Error} it has to go to disk, and cannot
   */
  cursor(): Cursor {
    if (this.#runs !== undefined) {
      if (this.#refs.length > 0) this.#spill(this.#runs)
      return new MergeCursor(this.#runs.readers(this.#budgetBytes * (1 - FOR_FRAMES)), this.#order)
    }
    this.#alike ??= this.#sort()
    return new MemoryCursor(this.#refs.refs, this.#alike, this.#slabs)
  }

  /** An empty pile, for frames that this one's cursor shows. The two share their memory. */
  successor(order: Order): Pile {
    return new Pile(order, this.#budgetBytes, this.#makeTemp, this.#slabs)
  }

  /**
   * Take the frame that the cursor of this pile's predecessor shows.
   * @throws {Error} it has to go to disk, and cannot
   */
  take(cursor: Cursor): void {
    this.#refs.push(cursor instanceof MemoryCursor ? cursor.ref : this.#copy(cursor.frame))
  }

  /** Give the temporary file back. */
  close(): void {
    this.#runs?.close()
    this.#runs = undefined
  }

  #copy({ bytes, start, end }: Frame): Ref {
    const ref = this.#reserve(end - start)
    bytes.copy(this.#slabs.slabOf(ref).bytes, 4 * this.#slabs.wordOf(ref), start, end)
    return ref
  }

  #reserve(bytes: number): Ref {
    const ref = this.#slabs.reserve(bytes)
    if (ref !== undefined) return ref
    this.#spill((this.#runs ??= new Runs(this.#makeTemp)))
    return this.#reserve(bytes)
  }

  #spill(runs: Runs): void {
    this.#sort()
    runs.begin()
    for (const ref of this.#refs.refs) runs.add(this.#slabs.show(ref, this.#frame))
    this.#refs.clear()
    this.#slabs.clear()
  }

  #sort(): Uint8Array {
    return sortRefs(this.#refs.refs, this.#slabs, this.#order)
  }
}
