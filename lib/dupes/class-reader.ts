import { digestHex, newDigest, type Algo, type Digest } from '../digest/digest.js'
import type { Job } from '../digest/read-digest.js'
import { isAsListed, openListed, type ReadCalls } from '../fs/listed-file.js'

/** Bytes of two files side by side: a core's cache holds both. */
const CHUNK_BYTES = 256 * 1024

/** Files that are open at a time; and where few can be, at the least. */
export const MOST_SIDE_BY_SIDE = 32
export const LEAST_SIDE_BY_SIDE = 4

/** Gives the digest of a file as hex, or undefined: it differs from all others of its class; or throws. */
export type Verdict = () => string | undefined

/**
 * Makes the function that reads files which are probably equal, side by side: one is digested, the
 * others are compared with it, which takes a quarter of the time, and are read no further where they
 * differ. What differs is looked at in the same way; what cannot be read, or is not as it was listed
 * once it was read, is left to `digest`.
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

  /** False also where that cannot be told. */
  const isStill = (job: Job, fd: number): boolean => {
    try {
      return isAsListed(fs.fstatSync(fd, { bigint: true }), job)
    } catch {
      return false
    }
  }

  const close = (fd: number): void => {
    try {
      fs.closeSync(fd)
    } catch {
      // It is closed all the same, and what was read stays what it was.
    }
  }

  /**
   * The digest of the first file, which those have that are still in `open` when it is known; those
   * that differ are in `differ`, those that cannot be read in neither. Undefined: it was not read to
   * its end, as it cannot be, or since all others differ from it.
   */
  const readTogether = (open: Map<Job, number>, differ: Job[]): string | undefined => {
    const [[leader, fd] = [], ...followers] = [...open]
    const size = leader!.size
    let whole: Digest | undefined
    for (let from = 0; ; from += CHUNK_BYTES) {
      const bytes = Math.min(CHUNK_BYTES, size - from)
      const chunk = first.subarray(0, bytes)
      if (!isRead(fd!, first, bytes, from)) return undefined
      for (const [job, fd] of followers) {
        if (!open.has(job)) continue
        const hasBytes = isRead(fd, other, bytes, from)
        if (hasBytes && chunk.equals(other.subarray(0, bytes))) continue
        if (hasBytes && isStill(job, fd)) differ.push(job)
        close(fd)
        open.delete(job)
      }
      if (differ.length === followers.length) return undefined
      if (bytes === size) return digestHex(algo, chunk)
      whole ??= newDigest(algo)
      whole.update(chunk)
      if (from + bytes === size) return whole.hex()
    }
  }

  const openAll = (jobs: readonly Job[]): Map<Job, number> => {
    const open = new Map<Job, number>()
    for (const job of jobs)
      try {
        open.set(job, openListed(fs, job.path, job.uid))
      } catch {
        // `digest` will say why
      }
    return open
  }

  /** Enter the verdicts on files that may be equal among each other, but to no other. */
  const judge = (jobs: readonly Job[], mayBeAlone: boolean, verdicts: Map<Job, Verdict>): void => {
    const open = openAll(jobs)
    const differ: Job[] = []
    let isSure = false
    try {
      const hex = open.size < 2 ? undefined : readTogether(open, differ)
      const unchanged = [...open].filter(([job, fd]) => isStill(job, fd)).map(([job]) => job)
      isSure = mayBeAlone && unchanged.length + differ.length === jobs.length
      const isAlone = isSure && unchanged.length === 1
      for (const job of unchanged)
        if (isAlone) verdicts.set(job, () => undefined)
        else if (hex !== undefined) verdicts.set(job, () => hex)
      if (isSure && differ.length === 1) verdicts.set(differ[0]!, () => undefined)
    } finally {
      for (const fd of open.values()) close(fd)
    }
    // Short ones that all differ had better be read each on its own than again and again.
    const { size = 0 } = differ[0] ?? {}
    const isWorthIt = differ.length * Math.min(CHUNK_BYTES, size) <= 4 * size
    if (differ.length > 1 && isWorthIt) judge(differ, isSure, verdicts)
  }

  /**
   * @param jobs of one size, at most MOST_SIDE_BY_SIDE
   * @param mayBeAlone a file that is equal to none of the others needs no digest
   */
  return (jobs: readonly Job[], mayBeAlone: boolean): Verdict[] => {
    const verdicts = new Map<Job, Verdict>()
    judge(jobs, mayBeAlone, verdicts)
    return jobs.map((job) => verdicts.get(job) ?? (() => digest(job)))
  }
}
