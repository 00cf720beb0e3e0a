import { isBelow } from '../record/path.js'

/** Directories that were named on the command line, and whether the input had anything below them. */
export class Territory {
  readonly roots: readonly Buffer[]
  readonly #met: boolean[]

  /** @param roots absolute, lexically normal paths */
  constructor(roots: readonly Buffer[]) {
    this.roots = roots
    this.#met = roots.map(() => false)
  }

  get isEmpty(): boolean {
    return this.roots.length === 0
  }

  /** Index of the first root that is `path` or above it; the number of roots when none is. */
  rank(path: Buffer): number {
    let first = this.roots.length
    this.roots.forEach((root, i) => {
      if (!isBelow(path, root)) return
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
