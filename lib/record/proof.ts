import type { FileRecord } from './file.js'

/** How surely the times of a file tell that its content was changed; it depends on the file system. */
export type Clock =
  /**
   * A write moves the ctime. A store through a mapping does not where the page is dirty already; but
   * dirty pages are written back after 35 s at the latest, and the next store moves it.
   */
  | 'own'
  /** Coarse, kept elsewhere, or seen late: as on FAT, FUSE and network mounts. */
  | 'foreign'
  /** Stores through a mapping never move it: as in memory, where nothing is written back. */
  | 'none'

const SECOND_NS = 1_000_000_000n
const MINUTE_NS = 60n * SECOND_NS
const DAY_NS = 86_400n * SECOND_NS

type Read = Pick<FileRecord, 'mtimeNs' | 'ctimeNs' | 'readNs'>

/**
 * Do equal times prove that the file still has the content that its digest was made of? Only if it
 * was read so long after its last change that any later one must have moved its ctime. Pure.
 * @param file as it was when it was listed, and as it still is
 * @param clock of the file system that it is on
 * @param nowNs nanoseconds since 1970: what was read later than now was read by another clock
 */
export function isProven({ mtimeNs, ctimeNs, readNs }: Read, clock: Clock, nowNs: bigint): boolean {
  if (readNs === undefined || clock === 'none') return false
  const read = BigInt(readNs)
  if (read > nowNs) return false
  if (clock === 'own') return read - BigInt(ctimeNs) > MINUTE_NS
  return read - BigInt(ctimeNs) > DAY_NS && read - BigInt(mtimeNs) > DAY_NS
}

/** The time as records have it. */
export function nowNs(): string {
  return `${Date.now()}000000`
}
