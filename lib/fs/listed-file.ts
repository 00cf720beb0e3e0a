import { closeSync, constants, fstatSync, openSync, readSync, type BigIntStats } from 'node:fs'

/** The calls that read a file; a test passes its own. */
export type ReadCalls = {
  readonly openSync: (path: string | Buffer, flags: number) => number
  readonly fstatSync: (fd: number, options: { readonly bigint: true }) => BigIntStats
  readonly readSync: (fd: number, to: Buffer, at: number, length: number, from: number) => number
  readonly closeSync: (fd: number) => void
}

export const READ_CALLS: ReadCalls = { openSync, fstatSync, readSync, closeSync }

/** The file is not, or not any more, what the record says. */
export class Changed extends Error {}

export const MEANWHILE = 'changed while it was read'
/** As on FUSE, where a program does not know a size before it has made the content. */
export const UNTRUE_SIZE = 'says 0 bytes, but has content'
const NOT_REGULAR = 'is no longer a regular file'

const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK, O_NOATIME = 0 } = constants
/** What a listed file is opened with. O_NONBLOCK: the open of a FIFO that nobody writes to returns. */
export const READ_FLAGS = O_RDONLY | O_NOFOLLOW | O_NONBLOCK

const euid = process.geteuid?.()

/** O_NOATIME, if we are the owner or root: whoever else asks for it is refused. */
export function noAtime(uid: number): number {
  return euid === 0 || euid === uid ? O_NOATIME : 0
}

/**
 * Open a file that was listed, and leave its atime alone where we may.
 * @throws {Changed} a socket has its name
 * @throws {NodeJS.ErrnoException} ENOENT, EACCES, ELOOP (a symlink), ...
 */
export function openListed(fs: ReadCalls, path: string | Buffer, uid: number): number {
  try {
    return fs.openSync(path, READ_FLAGS | noAtime(uid))
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EPERM' && noAtime(uid) !== 0) return fs.openSync(path, READ_FLAGS)
    if (code === 'ENXIO') throw new Changed(NOT_REGULAR) // a socket cannot be opened
    throw error
  }
}

/** What must be true of it. */
type Facts = { readonly size: number; readonly ino: bigint; readonly mtimeNs: bigint }

/** Is it still that file, and was it not even touched? */
export function isAsListed(
  now: BigIntStats,
  { size, ino, mtimeNs, ctimeNs }: Facts & { readonly ctimeNs: bigint },
): boolean {
  const isSameFile = now.isFile() && BigInt.asUintN(64, now.ino) === ino
  const isSameSize = Number(now.size) === size
  return isSameFile && isSameSize && now.mtimeNs === mtimeNs && now.ctimeNs === ctimeNs
}

/** @throws {Changed} */
export function checkListed(now: BigIntStats, { size, ino, mtimeNs }: Facts): void {
  if (!now.isFile()) throw new Changed(NOT_REGULAR)
  if (BigInt.asUintN(64, now.ino) !== ino)
    throw new Changed('was replaced by another file since it was listed')
  if (Number(now.size) !== size || now.mtimeNs !== mtimeNs)
    throw new Changed('changed since it was listed')
}
