import type { BigIntStats } from 'node:fs'
import { endianness } from 'node:os'
import type { Libc } from './libc.js'

type Exact = Pick<BigIntStats, 'dev' | 'ino' | 'mtimeNs' | 'ctimeNs'>
type Small = Pick<BigIntStats, 'mode' | 'nlink' | 'uid' | 'gid' | 'size' | 'blocks'>

/**
 * What `lstat` tells of a file: sizes in bytes, blocks of 512 bytes, times in nanoseconds since 1970;
 * `dev` and `ino` with a sign, as Node has them.
 */
export type FileStat = Exact & { readonly [F in keyof Small]: number | bigint }

const AT_FDCWD = -100
const AT_SYMLINK_NOFOLLOW = 0x100
const AT_EMPTY_PATH = 0x1000
const STATX_BASIC_STATS = 0x7ff
const STATX_MNT_ID = 0x1000

/** Bytes of a `struct statx`. */
const STATX_BYTES = 256

const SECOND = 1_000_000_000n

type Calls = {
  readonly statx: ((path: string) => FileStat | undefined) | undefined
  readonly mountId: ((fd: number) => string | undefined) | undefined
}

const NONE: Calls = { statx: undefined, mountId: undefined }

/** `statx(2)`: undefined where the C library has none, or lays numbers out the other way round. */
export function bindStatx({ func }: Libc): Calls {
  if (endianness() !== 'LE') return NONE
  try {
    const statx = func('int statx(int, const char*, int, unsigned int, uint32_t*)')
    return { statx: statOf(statx), mountId: mountIdOf(statx) }
  } catch {
    return NONE // musl has it since 1.2.5 only
  }
}

/** Kernels before 5.8 say nothing of a mount, and leave it out of their mask. */
function mountIdOf(statx: ReturnType<Libc['func']>) {
  const words = new Uint32Array(STATX_BYTES / 4)
  const longs = new BigUint64Array(words.buffer)
  return (fd: number): string | undefined => {
    const result = statx(fd, '', AT_EMPTY_PATH, STATX_MNT_ID, words)
    return result === 0 && words[0]! & STATX_MNT_ID ? String(longs[18]) : undefined
  }
}

function statOf(statx: ReturnType<Libc['func']>) {
  const words = new Uint32Array(STATX_BYTES / 4)
  const longs = new BigInt64Array(words.buffer)
  const deviceOf = deviceNumber()
  const long = (at: number) => words[at]! + words[at + 1]! * 2 ** 32
  return (path: string): FileStat | undefined => {
    const result = statx(AT_FDCWD, path, AT_SYMLINK_NOFOLLOW, STATX_BASIC_STATS, words)
    if (result < 0) return undefined
    return {
      dev: deviceOf(words[34]!, words[35]!),
      ino: longs[4]!,
      mode: words[7]! & 0xffff,
      nlink: words[4]!,
      uid: words[5]!,
      gid: words[6]!,
      size: long(10),
      blocks: long(12),
      mtimeNs: longs[14]! * SECOND + BigInt(words[30]!),
      ctimeNs: longs[12]! * SECOND + BigInt(words[26]!),
    }
  }
}

/** `makedev(3)`, which remembers what it made last: that costs more than the rest, and stays the same. */
export function deviceNumber(): (major: number, minor: number) => bigint {
  let [lastMajor, lastMinor, last] = [0, 0, 0n]
  return (major, minor) => {
    if (major === lastMajor && minor === lastMinor) return last
    ;[lastMajor, lastMinor] = [major, minor]
    const [high, low] = [BigInt(major), BigInt(minor)]
    last =
      ((high & 0xfffff000n) << 32n) |
      ((high & 0xfffn) << 8n) |
      ((low & 0xffffff00n) << 12n) |
      (low & 0xffn)
    return last
  }
}
