import { lstatSync, type BigIntStats } from 'node:fs'

/**
 * What `lstat` tells of a file, in numbers that cost nothing: sizes in bytes, blocks of 512 bytes, times
 * as whole seconds since 1970, rounded down, and nanoseconds behind them.
 */
export type FileStat = {
  /** With a sign, as Node has it. */
  readonly dev: bigint
  /** The two halves of 32 bits of its inode number. */
  readonly inoLow: number
  readonly inoHigh: number
  readonly mode: number
  readonly nlink: number
  readonly uid: number
  readonly gid: number
  readonly size: number
  readonly blocks: number
  readonly mtime: number
  readonly mtimeNs: number
  readonly ctime: number
  readonly ctimeNs: number
}

const BIGINT = { bigint: true } as const
const SECOND = 1_000_000_000n

/**
 * `lstat`, through Node.
 * @throws {NodeJS.ErrnoException}
 */
export function fileStat(path: string | Buffer): FileStat {
  return fileStatOf(lstatSync(path, BIGINT))
}

/** The same of what Node has told already. */
export function fileStatOf(stat: BigIntStats): FileStat {
  const ino = BigInt.asUintN(64, stat.ino)
  const mtimeNs = BigInt.asUintN(64, ((stat.mtimeNs % SECOND) + SECOND) % SECOND)
  const ctimeNs = BigInt.asUintN(64, ((stat.ctimeNs % SECOND) + SECOND) % SECOND)
  return {
    dev: stat.dev,
    inoLow: Number(ino & 0xffffffffn),
    inoHigh: Number(ino >> 32n),
    mode: Number(stat.mode),
    nlink: Number(stat.nlink),
    uid: Number(stat.uid),
    gid: Number(stat.gid),
    size: Number(stat.size),
    blocks: Number(stat.blocks),
    mtime: Number((stat.mtimeNs - mtimeNs) / SECOND),
    mtimeNs: Number(mtimeNs),
    ctime: Number((stat.ctimeNs - ctimeNs) / SECOND),
    ctimeNs: Number(ctimeNs),
  }
}

/** The inode number, unsigned. */
export function inodeOf({ inoHigh, inoLow }: Pick<FileStat, 'inoHigh' | 'inoLow'>): bigint {
  return (BigInt(inoHigh) << 32n) | BigInt(inoLow)
}

/** A time as one number of nanoseconds. */
export function nanoseconds(seconds: number, ns: number): bigint {
  return BigInt(seconds) * SECOND + BigInt(ns)
}

/** The same in digits. */
export function nanosecondsText(seconds: number, ns: number): string {
  if (seconds > 0) return seconds + String(1e9 + ns).slice(1)
  return String(nanoseconds(seconds, ns))
}

/** An unsigned number of two halves of 32 bits, in digits. */
export function unsignedText(high: number, low: number): string {
  if (high < 2 ** 21) return String(high * 2 ** 32 + low)
  return String((BigInt(high) << 32n) | BigInt(low))
}
