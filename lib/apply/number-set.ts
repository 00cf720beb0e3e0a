const GROW = 64 * 1024

/**
 * Many numbers in little memory: 8 bytes each, in one buffer that grows in place (to 4 GiB). Numbers are added
 * first, then `sort`ed, then looked up.
 */
export class NumberSet {
  readonly #buffer = new ArrayBuffer(0, { maxByteLength: 2 ** 32 })
  readonly #all = new Float64Array(this.#buffer)
  #length = 0

  add(value: number): void {
    if (this.#length === this.#all.length)
      this.#buffer.resize(this.#buffer.byteLength + GROW * Float64Array.BYTES_PER_ELEMENT)
    this.#all[this.#length++] = value
  }

  sort(): void {
    this.#sorted().sort()
  }

  has(value: number): boolean {
    const all = this.#all
    let [low, high] = [0, this.#length]
    while (low < high) {
      const middle = (low + high) >>> 1
      if (all[middle]! < value) low = middle + 1
      else high = middle
    }
    return low < this.#length && all[low] === value
  }

  /** Numbers that were added more than once. */
  repeated(): Set<number> {
    const found = new Set<number>()
    const all = this.#sorted()
    for (let i = 1; i < all.length; i++) if (all[i] === all[i - 1]) found.add(all[i]!)
    return found
  }

  /** Those of `other` that are here too. */
  shared(other: NumberSet): Set<number> {
    const found = new Set<number>()
    for (const value of other.#sorted()) if (this.has(value)) found.add(value)
    return found
  }

  #sorted(): Float64Array {
    return this.#all.subarray(0, this.#length)
  }
}
