const GROW_BYTES = 2 ** 19
const FIRST_BYTES = 2 ** 23

/**
 * Many numbers in little memory: 8 bytes each, in a buffer that grows in place. Of address space, of which
 * some systems give little, it takes four times that at most, or 8 MiB: where there is no room left, the
 * numbers move, and are there twice for that moment. Numbers are added first, then `sort`ed, then looked up.
 */
export class NumberSet {
  #buffer = new ArrayBuffer(0, { maxByteLength: FIRST_BYTES })
  #all = new Float64Array(this.#buffer)
  #length = 0

  add(value: number): void {
    if (this.#length === this.#all.length) this.#grow()
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

  #grow(): void {
    const { byteLength, maxByteLength } = this.#buffer
    if (byteLength === maxByteLength) this.#move(4 * maxByteLength)
    this.#buffer.resize(byteLength + GROW_BYTES)
  }

  #move(maxByteLength: number): void {
    const all = this.#all
    this.#buffer = new ArrayBuffer(all.byteLength, { maxByteLength })
    this.#all = new Float64Array(this.#buffer)
    this.#all.set(all)
    all.buffer.resize(0) // gives its memory back now
  }

  #sorted(): Float64Array {
    return this.#all.subarray(0, this.#length)
  }
}
