import type { Ref } from './slabs.js'

/** A list of refs that grows: four bytes each, where an array would take eight and be scanned by the collector. */
export class RefList {
  #refs = new Uint32Array(1024)
  #length = 0

  get length(): number {
    return this.#length
  }

  push(ref: Ref): void {
    if (this.#length === this.#refs.length) {
      const larger = new Uint32Array(2 * this.#length)
      larger.set(this.#refs)
      this.#refs = larger
    }
    this.#refs[this.#length++] = ref
  }

  /** The refs themselves, to be sorted in place; good until the next push. */
  get refs(): Uint32Array {
    return this.#refs.subarray(0, this.#length)
  }

  clear(): void {
    this.#length = 0
  }
}
