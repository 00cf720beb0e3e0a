import { isBelow } from '../record/path.js'

/** What the disk says about directories that were named on the command line. */
export type Ground = {
  /** The places that a root stands for: in a pool of drives, one on each. */
  readonly spread: (root: Buffer) => readonly Buffer[]
  /**
   * Makes the function that finds those of some trees, each with its places as roots, that a path is
   * in though it is not written so: through symlinks, say. Their numbers.
   */
  readonly finder: (trees: readonly (readonly Buffer[])[]) => (path: Buffer) => readonly number[]
  /** `dev` of what is moved below the directory of --to. */
  readonly toDev?: string
}

/** Nothing is looked at: a path is where it is written to be. */
const AS_WRITTEN: Ground = { spread: (root) => [root], finder: () => () => [] }

/** Directories that were named on the command line, and whether the input had anything below them. */
export class Territory {
  readonly roots: readonly Buffer[]
  readonly #places: readonly (readonly Buffer[])[]
  readonly #find: (path: Buffer) => readonly number[]
  readonly #met: boolean[]
  #wasAsked = false

  /** @param roots absolute, lexically normal paths */
  constructor(roots: readonly Buffer[], { spread, finder }: Ground = AS_WRITTEN) {
    this.roots = roots
    this.#places = roots.map(spread)
    this.#find = finder(this.#places)
    this.#met = roots.map(() => false)
  }

  get isEmpty(): boolean {
    return this.roots.length === 0
  }

  /** Index of the first root that is `path` or above it; the number of roots when none is. */
  rank(path: Buffer): number {
    this.#wasAsked = true
    let first = this.roots.length
    let isWritten = true
    const meet = (i: number) => {
      this.#met[i] = true
      first = Math.min(first, i)
    }
    for (const [i, places] of this.#places.entries())
      if (places.some((place) => isBelow(path, place))) meet(i)
      else isWritten = false
    if (!isWritten) this.#find(path).forEach(meet)
    return first
  }

  holds(path: Buffer): boolean {
    return this.rank(path) < this.roots.length
  }

  /** Had the input something below each of the roots? */
  get isMet(): boolean {
    return !this.#met.includes(false)
  }

  /** Roots that nothing of an input was below, unless there was no input: most likely mistyped. */
  unmet(): Buffer[] {
    return this.#wasAsked ? this.roots.filter((_, i) => !this.#met[i]) : []
  }
}
