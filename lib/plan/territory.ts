import { isBelow } from '../record/path.js'

/** Directories that were named on the command line, and whether the input had anything below them. */
export class Territory {
  readonly roots: readonly Buffer[]
  readonly #places: readonly (readonly Buffer[])[]
  readonly #met: boolean[]

  /**
   * @param roots absolute, lexically normal paths
   * @param spread the places that a root stands for: in a pool of drives, one on each
   */
  constructor(roots: readonly Buffer[], spread = (root: Buffer): readonly Buffer[] => [root]) {
    this.roots = roots
    this.#places = roots.map(spread)
    this.#met = roots.map(() => false)
  }

  get isEmpty(): boolean {
    return this.roots.length === 0
  }

  /** Index of the first root that is `path` or above it; the number of roots when none is. */
  rank(path: Buffer): number {
    let first = this.roots.length
    this.#places.forEach((places, i) => {
      if (!places.some((place) => isBelow(path, place))) return
      this.#met[i] = true
      first = Math.min(first, i)
    })
    return first
  }

  holds(path: Buffer): boolean {
    return this.rank(path) < this.roots.length
  }

  /** Roots that nothing asked about was below: most likely mistyped. */
  unmet(): Buffer[] {
    return this.roots.filter((_, i) => !this.#met[i])
  }
}
