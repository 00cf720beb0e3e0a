/** No number. */
export const NONE = -1

/** Lists of numbers, each number in one at most: linked, so that they take four bytes a number. */
export class Chains {
  /** One more than the number that follows, or 0: memory is only taken where something does. */
  readonly #next: Uint32Array

  constructor(count: number) {
    this.#next = new Uint32Array(count)
  }

  /** Put `other`, with all that follows it, behind `first`. */
  add(first: number, other: number): void {
    let last = other
    while (this.after(last) !== NONE) last = this.after(last)
    this.#next[last] = this.#next[first]!
    this.#next[first] = other + 1
  }

  /** `first` and all that follow it. */
  *from(first: number): Generator<number> {
    for (let at = first; at !== NONE; at = this.after(at)) yield at
  }

  /** How many that are. */
  count(first: number): number {
    let count = 0
    for (let at = first; at !== NONE; at = this.after(at)) count++
    return count
  }

  /** Whoever follows `first`, or NONE. */
  after(first: number): number {
    return this.#next[first]! - 1
  }
}
