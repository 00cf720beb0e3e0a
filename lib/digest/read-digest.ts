import type { BigIntStats } from 'node:fs'
import {
  Changed,
  checkListed,
  MEANWHILE,
  openListed,
  READ_CALLS,
  UNTRUE_SIZE,
  type ReadCalls,
} from '../fs/listed-file.js'
import { digestHex, newDigest, type Algo, type Digest } from './digest.js'

/** The digest that every file is to get. */
export type Asked = {
  readonly algo: Algo
  /** Of so many bytes at the start, at least 1; undefined: of the whole file. */
  readonly headBytes: number | undefined
}

/** A file to read, and what must be true of it. */
export type Job = {
  readonly path: string | Buffer
  readonly size: number
  readonly ino: bigint
  readonly mtimeNs: bigint
  readonly ctimeNs: bigint
  readonly uid: number
}

/** Bytes to read for it. */
export function bytesAsked(size: number, { headBytes }: Asked): number {
  return headBytes === undefined ? size : Math.min(size, headBytes)
}

/** Bytes a read: what a core's cache holds beside the digest's own work. More than that is a long file. */
export const BUFFER_BYTES = 512 * 1024

const BIGINT = { bigint: true } as const

/**
 * Makes the function that reads a file and returns the digest asked for, as hex. One thread, one
 * such function, one buffer.
 *
 * A digest comes back only if the file was regular and had the inode, size and mtime of the job,
 * all its bytes were read, and its size, mtime and ctime did not move meanwhile. For a short file
 * that is known by one look after the read, where all is as the job has it; only if the ctime has
 * moved since, as it does with a link that leaves the content alone, it is read again between two.
 *
 * Every read names its place in the file, which a FIFO, a terminal or a tape refuses: what waits in
 * one that was put in the file's place is not taken from it.
 *
 * Not noticed: a writer that puts the mtime back before we open, or that writes within one tick
 * of the file system's clock of another change. The digest is of the bytes that were read.
 *
 * @throws {Changed} in all other cases
 * @throws {NodeJS.ErrnoException} ENOENT, EACCES, ELOOP (a symlink), EIO, ...
 */
export function digestReader(asked: Asked, fs: ReadCalls = READ_CALLS): (job: Job) => string {
  const buffer = Buffer.allocUnsafeSlow(BUFFER_BYTES)
  return (job) => {
    const fd = openListed(fs, job.path, job.uid)
    const look = () => fs.fstatSync(fd, BIGINT)
    const read = () => readBytes(fs, fd, buffer, job.size, asked)
    try {
      const isLong = bytesAsked(job.size, asked) > BUFFER_BYTES
      return (isLong ? undefined : readShort(job, read, look)) ?? readBetween(job, read, look)
    } finally {
      fs.closeSync(fd)
    }
  }
}

type Read = () => string
type Look = () => BigIntStats

/** Undefined: it is still what was listed, but may have changed while it was read. */
function readShort(job: Job, read: Read, look: Look): string | undefined {
  let hex: string
  try {
    hex = read()
  } catch (error) {
    checkListed(look(), job) // that tells more, if it is no longer that file
    throw error
  }
  const now = look()
  checkListed(now, job)
  return now.ctimeNs === job.ctimeNs ? hex : undefined
}

function readBetween(job: Job, read: Read, look: Look): string {
  const before = look()
  checkListed(before, job)
  const hex = read()
  checkSame(before, look())
  return hex
}

function checkSame(before: BigIntStats, after: BigIntStats): void {
  const same =
    before.size === after.size &&
    before.mtimeNs === after.mtimeNs &&
    before.ctimeNs === after.ctimeNs
  if (!same) throw new Changed(MEANWHILE)
}

/** The digest of the bytes asked for: exactly so many, or none. */
function readBytes(fs: ReadCalls, fd: number, buffer: Buffer, size: number, asked: Asked): string {
  const want = bytesAsked(size, asked)
  // One byte more than there should be, where it costs no read: a file that grew shows itself.
  const limit = want === size ? want + 1 : want
  let digest: Digest | undefined
  let done = 0
  do {
    const bytes = fs.readSync(fd, buffer, 0, Math.min(buffer.length, limit - done), done)
    done += bytes
    if (done > want || (bytes === 0 && done < want))
      throw new Changed(size === 0 ? UNTRUE_SIZE : MEANWHILE)
    if (bytes === want) return digestHex(asked.algo, buffer.subarray(0, want))
    digest ??= newDigest(asked.algo)
    digest.update(buffer.subarray(0, bytes))
  } while (done < want)
  return digest.hex()
}
