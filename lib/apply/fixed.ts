import type { BigIntStats } from 'node:fs'
import type { Dir, Place } from '../fs/disk.js'
import type { Op } from '../record/step.js'
import { unable } from './causes.js'
import type { Run } from './scene.js'

/**
 * A name that can be made in a directory cannot always be removed: in a sticky one, for others than
 * its owners, and in one that only takes more names. Who finds that out too late leaves his own behind.
 * @throws {NodeJS.ErrnoException} EACCES, EROFS, EPERM: the name is to stay
 */
export function refuseFixed(run: Run, op: Op, { dir }: Place, fd: number, stat: BigIntStats): void {
  const { abilities } = run.disk
  if (abilities?.isReadOnly(dir)) throw unable('rename', 'EROFS')
  const found = abilities?.attributes(fd)
  if (found?.isImmutable) throw unable('rename', 'EPERM', 'it is immutable: see chattr(1)')
  if (op !== 'reflink') refuseFixedName(run, dir, fd, stat, found) // whose blocks can be shared without it
}

/** The same for the name alone. @throws {NodeJS.ErrnoException} EACCES, EROFS, EPERM */
export function refuseFixedName(
  run: Run,
  dir: Dir,
  fd: number,
  stat: BigIntStats,
  found = run.disk.abilities?.attributes(fd),
): void {
  if (found?.isAppendOnly) throw unable('rename', 'EPERM', APPEND_ONLY)
  refuseFixedDir(run, dir, stat, 'its directory')
}

const APPEND_ONLY = 'it is append-only: see chattr(1)'

/** A directory, as a step has it. */
type What = 'its directory' | 'its destination' | 'the directory of its link'

/**
 * The same of a directory where a name is made for a while, or goes.
 * @param stat what has that name; undefined: something of ours
 * @throws {NodeJS.ErrnoException} EACCES, EROFS, EPERM
 */
export function refuseFixedDir(
  run: Run,
  dir: Dir,
  stat: BigIntStats | undefined,
  what: What,
): void {
  if (!run.changeable.has(dir)) refuseUnchangeable(run, dir, what)
  run.changeable.add(dir)
  if (stat && !isRoot() && isSticky(run.disk.fstat(dir.fd), stat))
    throw unable('rename', 'EPERM', `${what} is sticky: only an owner of either may remove it`)
}

function refuseUnchangeable({ disk: { abilities } }: Run, dir: Dir, what: What): void {
  if (abilities?.isReadOnly(dir))
    throw unable('rename', 'EROFS', `${what} is on a read-only file system`)
  const found = abilities?.attributes(dir.fd)
  if (found?.isImmutable || found?.isAppendOnly)
    throw unable('rename', 'EPERM', `${what} is immutable or append-only: see chattr(1)`)
  const denied = abilities?.writeError(dir)
  if (denied === 'EACCES') throw unable('rename', denied, `${what} may not be written to`)
  if (denied !== undefined) throw unable('rename', denied)
}

const STICKY_BIT = 0o1000n

function isSticky(dir: BigIntStats, file: BigIntStats): boolean {
  const we = BigInt(process.geteuid?.() ?? 0)
  return (dir.mode & STICKY_BIT) !== 0n && we !== dir.uid && we !== file.uid
}

function isRoot(): boolean {
  return (process.geteuid?.() ?? 0) === 0
}
