/** No number. */
export const NONE = -1

/** Lists of numbers, each number in one at most: linked, so that they take four bytes a number. */
export class Chains {
  readonly #next: Int32Array

  constructor(count: number) {
    this.#next = new Int32Array(count).fill(NONE)
  }

  /** Put `other`, with all that follows it, behind `first`. */
  add(first: number, other: number): void {
    let last = other
    while (this.#next[last] !== NONE) last = this.#next[last]!
    this.#next[last] = this.#next[first]!
    this.#next[first] = other
  }

  /** `first` and all that follow it. */
  *from(first: number): Generator<number> {
    for (let at = first; at !== NONE; at = this.#next[at]!) yield at
  }

  /** How many that are. */
  count(first: number): number {
    let count = 0
    for (let at = first; at !== NONE; at = this.#next[at]!) count++
    return count
  }

  /** Whoever follows `first`, or NONE. */
  after(first: number): number {
    return this.#next[first]!
  }
}
