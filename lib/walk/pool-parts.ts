import { isAtOrBelow } from '../fs/mounts.js'

/** More parts than this are taken for all of it, rather than compared one by one. */
const MANY = 100

/** The parts of a pool that a walk goes through: as the pool shows them, and on its branches. */
export class PoolParts {
  readonly #inPool: string[] = []
  readonly #onBranches: string[] = []

  /** @param part below where the pool is mounted, with a slash in front; `/`: all of it */
  addPool(part: string): void {
    add(this.#inPool, part)
  }

  /** @param part the same below a branch */
  addBranch(part: string): void {
    add(this.#onBranches, part)
  }

  /** Is any of it walked as the pool shows it? */
  get isEntered(): boolean {
    return this.#inPool.length > 0
  }

  /** Would a file be met in the pool and on its branch? */
  get overlap(): boolean {
    return this.#inPool.some((a) =>
      this.#onBranches.some((b) => isAtOrBelow(a, b) || isAtOrBelow(b, a)),
    )
  }
}

function add(parts: string[], part: string): void {
  if (parts.some((known) => isAtOrBelow(part, known))) return
  if (parts.length < MANY) parts.push(part)
  else parts.splice(0, parts.length, '/')
}
