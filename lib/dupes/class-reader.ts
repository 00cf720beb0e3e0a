import { digestHex, newDigest, type Algo, type Digest } from '../digest/digest.js'
import type { Job } from '../digest/read-digest.js'
import { openListed, type ReadCalls } from '../fs/listed-file.js'

/** Bytes of two files side by side: a core's cache holds both. */
const CHUNK_BYTES = 256 * 1024

/** Files that are open at a time. */
export const MOST_SIDE_BY_SIDE = 32

/**
 * Makes the function that reads files which are probably equal, side by side: one is digested, the
 * others are compared with it, which takes a quarter of the time. What differs, or cannot be read, or
 * is not as it was listed when it was read, is left to `digest`.
 * @param digest reads a file on its own, and proves what it read
 */
export function classReader(digest: (job: Job) => string, algo: Algo, fs: ReadCalls) {
  const [first, other] = [0, 1].map(() => Buffer.allocUnsafeSlow(CHUNK_BYTES)) as [Buffer, Buffer]

  /** False: the file is shorter than that, or cannot be read. */
  const isRead = (fd: number, into: Buffer, bytes: number, from: number): boolean => {
    try {
      return fs.readSync(fd, into, 0, bytes, from) === bytes
    } catch {
      return false
    }
  }

  const isAsListed = (job: Job, fd: number): boolean => {
    const now = fs.fstatSync(fd, { bigint: true })
    const isSameFile = now.isFile() && BigInt.asUintN(64, now.ino) === job.ino
    const isSameSize = Number(now.size) === job.size
    return isSameFile && isSameSize && now.mtimeNs === job.mtimeNs && now.ctimeNs === job.ctimeNs
  }

  /** The digest of the first file; others that differ from it are taken out of `open`. */
  const readTogether = (open: Map<Job, number>, size: number): string | undefined => {
    const [[leader, fd] = [], ...followers] = [...open]
    let whole: Digest | undefined
    for (let from = 0; leader !== undefined; from += CHUNK_BYTES) {
      const bytes = Math.min(CHUNK_BYTES, size - from)
      const chunk = first.subarray(0, bytes)
      if (!isRead(fd!, first, bytes, from)) return undefined
      for (const [job, fd] of followers)
        if (
          open.has(job) &&
          !(isRead(fd, other, bytes, from) && chunk.equals(other.subarray(0, bytes)))
        ) {
          fs.closeSync(fd)
          open.delete(job)
        }
      if (bytes === size) return digestHex(algo, chunk)
      whole ??= newDigest(algo)
      whole.update(chunk)
      if (from + bytes === size) return whole.hex()
    }
    return undefined
  }

  /**
   * @param jobs of one size, at most MOST_SIDE_BY_SIDE
   * @returns for each, in order, what gives its digest or throws why there is none
   */
  return (jobs: readonly Job[]): (() => string)[] => {
    const open = new Map<Job, number>()
    try {
      for (const job of jobs) {
        const fd = attempt(() => openListed(fs, job.path, job.uid))
        if (fd !== undefined) open.set(job, fd)
      }
      const hex = open.size < 2 ? undefined : readTogether(open, jobs[0]!.size)
      return jobs.map((job) => {
        const fd = open.get(job)
        const isProven = hex !== undefined && fd !== undefined && isAsListed(job, fd)
        return isProven ? () => hex : () => digest(job)
      })
    } finally {
      for (const fd of open.values()) fs.closeSync(fd)
    }
  }
}

function attempt<T>(act: () => T): T | undefined {
  try {
    return act()
  } catch {
    return undefined
  }
}
