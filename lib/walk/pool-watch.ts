import type { PathFields } from '../record/path.js'
import { latin1Fields, realPath } from './latin1-path.js'
import { poolBranches } from '../fs/mergerfs.js'
import { isAtOrBelow, type Mount } from '../fs/mounts.js'

/** A mergerfs mount: it shows what is on its branches once more, and cannot tell hard links. */
export type Pool = {
  readonly point: PathFields
  /** Undefined where they cannot be asked for. */
  readonly branches: readonly PathFields[] | undefined
}

export type OnPool = (pool: Pool) => void

/** Tells, once, of each pool that a walk goes into. */
export class PoolWatch {
  readonly #onPool: OnPool
  readonly #crossing: boolean
  #untold: readonly Mount[]

  /** @param crossing a walk goes into what is mounted below it, too */
  constructor(mounts: readonly Mount[], crossing: boolean, onPool: OnPool) {
    this.#untold = mounts.filter(({ type }) => type === 'fuse.mergerfs')
    this.#crossing = crossing
    this.#onPool = onPool
  }

  /** True if there is no pool that was not told of. */
  get isDone(): boolean {
    return this.#untold.length === 0
  }

  /** @param operand absolute, latin1; one that does not exist is passed over */
  look(operand: string): void {
    const walked = this.#untold.filter((pool) => this.#isWalked(pool, operand))
    this.#untold = this.#untold.filter((pool) => !walked.includes(pool))
    for (const { point } of walked) {
      const branches = poolBranches(point)?.map(({ path }) => latin1Fields(path))
      this.#onPool({ point: latin1Fields(point), branches })
    }
  }

  #isWalked({ point }: Mount, operand: string): boolean {
    try {
      const real = realPath(operand)
      return isAtOrBelow(real, point) || (this.#crossing && isAtOrBelow(point, real))
    } catch {
      return false
    }
  }
}
