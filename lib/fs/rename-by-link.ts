import type { BigIntStats } from 'node:fs'
import type { Disk, Place } from './disk.js'

/** What renaming without `renameat2` takes. */
export type NameCalls = Pick<Disk, 'link' | 'unlink' | 'create' | 'close' | 'lstat' | 'rename'>

/**
 * Rename, but never over something, where `renameat2(RENAME_NOREPLACE)` is not to be had: by a second
 * link, or, on file systems without hard links (FAT, exFAT, SMB, many FUSE ones) and for a file that
 * has as many as it can, over an empty file that was made for it. A crash can leave both names of a
 * file, or that empty file: see `isClaim`.
 * @throws {NodeJS.ErrnoException} EEXIST: something has the name; then nothing has changed
 */
export function renameByLink(calls: NameCalls, from: Place, to: Place): void {
  try {
    calls.link(from, to)
  } catch (error) {
    if (!NO_LINK.has(String((error as NodeJS.ErrnoException).code))) throw error
    return renameOverClaim(calls, from, to)
  }
  calls.unlink(from)
}

/** What `link` says where it cannot make one. */
const NO_LINK = new Set(['EPERM', 'EMLINK', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'])

/**
 * Rename over an empty file that is made for it: who wants the name from then on gets EEXIST, too.
 * @throws {NodeJS.ErrnoException} EEXIST: something had the name, or took it at the last moment
 */
export function renameOverClaim(calls: NameCalls, from: Place, to: Place): void {
  if (calls.lstat(from) === undefined) throw missing()
  const fd = calls.create(to)
  try {
    calls.close(fd)
    if (!isClaim(calls.lstat(to))) throw taken()
    calls.rename(from, to)
    if (isSame(calls.lstat(from), calls.lstat(to))) throw taken() // of two names of a file it renames none
  } catch (error) {
    if (calls.lstat(from) && isClaim(calls.lstat(to))) calls.unlink(to)
    throw error
  }
}

/** Is it an empty file, as one that holds a name for a moment? */
export function isClaim(stat: BigIntStats | undefined): boolean {
  return stat?.isFile() === true && stat.size === 0n && stat.nlink <= 1n
}

function isSame(a: BigIntStats | undefined, b: BigIntStats | undefined): boolean {
  return a !== undefined && b !== undefined && a.ino === b.ino && a.dev === b.dev
}

function taken(): NodeJS.ErrnoException {
  return Object.assign(new Error('EEXIST: file already exists, rename'), {
    code: 'EEXIST',
    syscall: 'rename',
  })
}

function missing(): NodeJS.ErrnoException {
  return Object.assign(new Error('ENOENT: no such file or directory, rename'), {
    code: 'ENOENT',
    syscall: 'rename',
  })
}
