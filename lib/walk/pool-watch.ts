import { statSync } from 'node:fs'
import { poolBranches } from '../fs/mergerfs.js'
import { isAtOrBelow, type Mount } from '../fs/mounts.js'
import { UsageError } from '../record/fault.js'
import type { PathFields } from '../record/path.js'
import { kernelPath, latin1Fields, realPath } from './latin1-path.js'
import { PoolParts } from './pool-parts.js'

/** A mergerfs mount: it shows what is on its branches once more, and cannot tell hard links. */
export type Pool = {
  readonly point: PathFields
  /** Undefined where they cannot be asked for. */
  readonly branches: readonly PathFields[] | undefined
}

export type OnPool = (pool: Pool) => void

/** A pool and what of it is walked. Paths are latin1, those of branches without symlinks. */
type Watched = {
  readonly point: string
  readonly branches: readonly string[] | undefined
  readonly parts: PoolParts
  isTold: boolean
}

/** Tells, once, of each pool that a walk goes into, and refuses to walk a pool and a branch of it. */
export class PoolWatch {
  readonly #pools: readonly Watched[]
  readonly #crossing: boolean
  readonly #onPool: OnPool

  /**
   * @param crossing a walk goes into what is mounted below it, too
   * @param branchesOf asks a pool for its branches
   */
  constructor(
    mounts: readonly Mount[],
    crossing: boolean,
    onPool: OnPool,
    branchesOf = (point: string) => poolBranches(point)?.map(({ path }) => path),
  ) {
    const pools = mounts.filter(({ type }) => type === 'fuse.mergerfs')
    this.#pools = pools.map(({ point }) => {
      const branches = branchesOf(point)?.map((branch) => resolved(branch) ?? branch)
      return { point, branches, parts: new PoolParts(), isTold: false }
    })
    this.#crossing = crossing
    this.#onPool = onPool
  }

  /** True if there is no pool at all. */
  get isIdle(): boolean {
    return this.#pools.length === 0
  }

  /**
   * @param operands absolute, latin1; one that does not exist is passed over
   * @throws {UsageError} a file would be walked in the pool and on its branch, as two
   */
  look(operands: readonly string[]): void {
    for (const real of operands.map(resolved))
      if (real !== undefined) for (const pool of this.#pools) this.#see(pool, real)
    for (const pool of this.#pools) if (pool.parts.isEntered && !pool.isTold) this.#tell(pool)
  }

  #see(pool: Watched, real: string): void {
    const { point, branches = [], parts } = pool
    const inPool = walked(real, point, this.#crossing)
    if (inPool !== undefined) parts.addPool(inPool)
    for (const branch of branches) {
      const enters = this.#crossing || isOneDevice(branch, real)
      const onBranch = walked(real, branch, enters)
      if (onBranch !== undefined) parts.addBranch(onBranch)
    }
    if (parts.overlap) throw new UsageError(twice(point))
  }

  #tell(pool: Watched): void {
    pool.isTold = true
    this.#onPool({
      point: latin1Fields(pool.point),
      branches: pool.branches?.map((branch) => latin1Fields(branch)),
    })
  }
}

/**
 * The part of a tree that an operand walks, with a slash in front; undefined: none of it.
 * @param enters a walk of what holds the tree goes into it
 */
function walked(operand: string, tree: string, enters: boolean): string | undefined {
  if (isAtOrBelow(operand, tree)) return operand.slice(tree.length) || '/'
  return enters && isAtOrBelow(tree, operand) ? '/' : undefined
}

function twice(point: string): string {
  const pool = `the pool "${Buffer.from(point, 'latin1')}"`
  return (
    `${pool} and a branch of it in one walk: each file would be a copy of itself; walk one of them ` +
    '(--one-file-system leaves out what is mounted below)'
  )
}

function resolved(path: string): string | undefined {
  try {
    return realPath(path)
  } catch {
    return undefined
  }
}

function isOneDevice(a: string, b: string): boolean {
  const [one, other] = [a, b].map((path) => statSync(kernelPath(path), { throwIfNoEntry: false }))
  return one !== undefined && one.dev === other?.dev
}
