import { isAtOrBelow } from '../fs/mounts.js'
import { UsageError } from '../record/fault.js'

/** A directory that is to be a branch, as the system sees it. Strings are latin1. */
export type Candidate = {
  /** As it was named. */
  readonly path: string
  /** Without symlinks. */
  readonly real: string
  readonly dev: bigint
  readonly ino: bigint
  /** Of the directory above it. */
  readonly parentDev: bigint
  /** Of the root directory. */
  readonly rootDev: bigint
  /** What is mounted there is a mergerfs pool. */
  readonly isPool: boolean
  /** A mounted pool has it among its branches. */
  readonly isKnown: boolean
}

/**
 * Refuse directories that are no branches, or one branch twice: what is there twice would be taken
 * for a copy of itself.
 * @throws {UsageError} naming the first
 */
export function checkBranches(candidates: readonly Candidate[]): void {
  if (candidates.length < 2) throw new UsageError('a pool has two branches at least')
  for (const one of candidates) checkAlone(one)
  candidates.forEach((one, i) => candidates.slice(0, i).forEach((other) => checkPair(one, other)))
}

function checkAlone(one: Candidate): void {
  if (one.path.includes(':'))
    throw new UsageError(`${name(one)}: no branch can have ":" in its path`)
  if (one.isPool)
    throw new UsageError(`${name(one)} is a pool itself, or in one: name its branches`)
  if (!one.isKnown && !isMounted(one))
    throw new UsageError(`${name(one)} is on the root file system: is its disk not mounted?`)
}

/** A disk that is not mounted leaves an empty directory, and what goes there goes to another disk. */
export function isMounted({ dev, parentDev, rootDev }: Candidate): boolean {
  return dev !== parentDev || dev !== rootDev
}

function checkPair(one: Candidate, other: Candidate): void {
  if (one.dev === other.dev && one.ino === other.ino)
    throw new UsageError(`${name(one)} and ${name(other)} are one directory`)
  if (isAtOrBelow(one.real, other.real) || isAtOrBelow(other.real, one.real))
    throw new UsageError(`${name(one)} and ${name(other)}: one is below the other`)
}

function name({ path }: Candidate): string {
  return `"${Buffer.from(path, 'latin1')}"`
}
