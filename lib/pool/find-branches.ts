import { readdirSync, realpathSync, statSync } from 'node:fs'
import { poolBranches } from '../fs/mergerfs.js'
import type { Mount } from '../fs/mounts.js'
import { UsageError } from '../record/fault.js'

/** How the branches of a pool were named; exactly one of the three. Absolute paths. */
export type PoolFlags = {
  /** A directory, each directory in which is a branch. */
  readonly poolRoot?: Buffer
  readonly branch?: readonly Buffer[]
  /** Where the pool is mounted. */
  readonly pool?: Buffer
}

/** Paths of the branches, latin1. @throws {UsageError} there are none, or they cannot be found out */
export function findBranches(flags: PoolFlags, mounts: readonly Mount[]): string[] {
  const { poolRoot, branch, pool } = flags
  const ways = [poolRoot, branch, pool].filter((way) => way !== undefined).length
  if (ways !== 1)
    throw new UsageError('say where the branches are, in one way: --pool-root, --branch or --pool')
  if (pool !== undefined) return branchesOf(pool, mounts)
  return branch?.map((path) => path.toString('latin1')) ?? directoriesIn(poolRoot!)
}

function branchesOf(pool: Buffer, mounts: readonly Mount[]): string[] {
  const point = real(pool)
  if (!mounts.some((mount) => mount.point === point && isPool(mount)))
    throw new UsageError(`no mergerfs pool is mounted on "${pool}"`)
  const branches = poolBranches(point)
  if (branches === undefined)
    throw new UsageError(
      `the pool "${pool}" does not tell its branches: name them with --branch (asking needs koffi, ` +
        'or getfattr, and a pool without xattr=nosys or xattr=noattr)',
    )
  return branches.map(({ path }) => path)
}

export function isPool({ type }: Mount): boolean {
  return type === 'fuse.mergerfs'
}

/** Links to directories count: that is how disks are put together in one place. */
function directoriesIn(root: Buffer): string[] {
  const names = trying(root, () => readdirSync(root, { encoding: 'latin1' })).sort()
  const paths = names.map((name) => `${root.toString('latin1').replace(/\/$/, '')}/${name}`)
  return paths.filter((path) => isDirectory(Buffer.from(path, 'latin1')))
}

function isDirectory(path: Buffer): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
}

/** Without symlinks, latin1. @throws {UsageError} it is not there */
export function real(path: Buffer): string {
  return trying(path, () => realpathSync.native(path, 'latin1'))
}

function trying<T>(path: Buffer, work: () => T): T {
  try {
    return work()
  } catch (cause) {
    const words = (cause as Error).message.replace(/^\w+: ([^,]*).*$/s, '$1')
    throw new UsageError(`"${path}": ${words}`, { cause })
  }
}
