import { statfsSync, statSync } from 'node:fs'
import { poolBranches, poolSetting, parseBytes, type PoolBranch } from '../fs/mergerfs.js'
import { isAtOrBelow, readMounts, type Mount } from '../fs/mounts.js'
import { UsageError } from '../record/fault.js'
import type { Branch, Pool } from './branch.js'
import { checkBranches, isMounted, type Candidate } from './check-branches.js'
import { findBranches, isPool, real, type PoolFlags } from './find-branches.js'
import { poolWarnings } from './pool-warnings.js'

/**
 * Look at the branches that were named, and at the pool that is made of them, if one is mounted.
 * Changes nothing.
 * @throws {UsageError} they are no branches, or the pool is one that cannot be worked on
 */
export function openPool(flags: PoolFlags): Pool {
  const mounts = readMounts() ?? []
  const paths = findBranches(flags, mounts)
  const mounted = mounts.filter(isPool).map(({ point }) => lookAtPool(point))
  const looked = paths.map((path) => lookAt(path, mounts, mounted))
  checkBranches(looked)
  const point = flags.pool && real(flags.pool)
  const pool = mounted.find((one) =>
    point === undefined ? isOf(looked, one) : one.point === point,
  )
  if (pool !== undefined) refuseUnreadable(pool.point)
  const ordered = inOrder(looked, pool)
  const branches = ordered.filter(isNamed).map((one) => branchOf(one, mounts, pool))
  const others = ordered.filter((one) => !isNamed(one)).map(({ path }) => bytes(path))
  return {
    point: pool && bytes(pool.point),
    alias: flags.pool,
    branches,
    all: ordered.map(({ path }) => bytes(path)),
    warnings: [
      ...looked.filter((one) => !isMounted(one)).map(unmounted),
      ...poolWarnings(branches, others, pool?.point),
    ],
  }
}

function unmounted({ path }: Candidate): string {
  return `the branch "${bytes(path)}" is on the root file system: is its disk not mounted?`
}

/** A mergerfs mount. Strings are latin1. */
type Mounted = { readonly point: string; readonly branches: readonly Known[] }

type Known = PoolBranch & { readonly id: string | undefined }

function lookAtPool(point: string): Mounted {
  const branches = poolBranches(point) ?? []
  return { point, branches: branches.map((branch) => ({ ...branch, id: idOf(branch.path) })) }
}

function isNamed(branch: Candidate | Known): branch is Candidate {
  return 'real' in branch
}

/** Device and inode: what tells that two paths lead to one directory. */
function idOf(path: string): string | undefined {
  const stat = statSync(bytes(path), { bigint: true, throwIfNoEntry: false })
  return stat && `${stat.dev}:${stat.ino}`
}

function bytes(path: string): Buffer {
  return Buffer.from(path, 'latin1')
}

function lookAt(path: string, mounts: readonly Mount[], pools: readonly Mounted[]): Candidate {
  const place = real(bytes(path))
  const { dev, ino } = statSync(bytes(place), { bigint: true })
  const id = `${dev}:${ino}`
  return {
    path,
    real: place,
    dev,
    ino,
    parentDev: statSync(bytes(`${place}/..`), { bigint: true }).dev,
    rootDev: statSync('/', { bigint: true }).dev,
    isPool: mountOf(place, mounts)?.type === 'fuse.mergerfs',
    isKnown: pools.some((pool) => pool.branches.some((branch) => branch.id === id)),
  }
}

/** What is mounted where a path is: the last of the innermost. */
function mountOf(place: string, mounts: readonly Mount[]): Mount | undefined {
  const above = mounts.filter(({ point }) => isAtOrBelow(place, point))
  const longest = Math.max(...above.map(({ point }) => point.length))
  return above.findLast(({ point }) => point.length === longest)
}

function isOf(looked: readonly Candidate[], pool: Mounted): boolean {
  return pool.branches.some((branch) => looked.some((one) => isSame(one, branch)))
}

function isSame({ dev, ino }: Candidate, { id }: Known): boolean {
  return id === `${dev}:${ino}`
}

/** @throws {UsageError} what is read through the pool is not what is on its branches */
function refuseUnreadable(point: string): void {
  if (poolSetting(point, 'nullrw') === 'true')
    throw new UsageError(
      `the pool "${bytes(point)}" has nullrw=true: all of its files read as equal`,
    )
}

function branchOf(one: Candidate, mounts: readonly Mount[], pool: Mounted | undefined): Branch {
  const known = pool?.branches.find((branch) => isSame(one, branch))
  const { bavail, bsize } = statfsSync(bytes(one.real))
  const least = pool && parseBytes(poolSetting(pool.point, 'minfreespace') ?? '')
  return {
    path: bytes(one.path),
    real: bytes(one.real),
    mode: mountOf(one.real, mounts)?.readOnly ? 'RO' : (known?.mode ?? 'RW'),
    free: bavail * bsize,
    minFree: known?.minFree ?? least ?? 0,
  }
}

/** As the pool has them, and among them those that were not named; what it does not have comes last. */
function inOrder(looked: readonly Candidate[], pool: Mounted | undefined): (Candidate | Known)[] {
  const known = pool?.branches ?? []
  const inPool = known.map((branch) => looked.find((one) => isSame(one, branch)) ?? branch)
  return [...inPool, ...looked.filter((one) => !inPool.includes(one))]
}
