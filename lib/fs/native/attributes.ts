import type { Libc } from './libc.js'

/** What chattr(1) sets on a file, as far as it keeps us from something. */
export type Attributes = {
  /** `+i`: it cannot be changed, renamed, linked or removed. */
  readonly isImmutable: boolean
  /** `+a`: it can only grow, and its names stay. */
  readonly isAppendOnly: boolean
  /** `+C`, on btrfs: no copy on write, no checksums. Shares blocks with its like only. */
  readonly isNoCow: boolean
}

const FS_IOC_GETFLAGS = 0x80086601
const [IMMUTABLE, APPEND, NO_COW] = [0x10, 0x20, 0x800000]

const XFS_IOC_FSGEOMETRY = 0x80705864
const GEOMETRY_BYTES = 112
const GEOMETRY_FLAGS = 92 / 4
const REFLINKS = 1 << 20

/** Questions of ioctl(2) about a file, and the file system that it is on. Undefined: no answer. */
export function bindAttributes({ func }: Libc) {
  const ioctl = func('int ioctl(int, unsigned long, uint32_t*)')
  const words = new Uint32Array(GEOMETRY_BYTES / 4)
  return {
    attributes: (fd: number): Attributes | undefined => {
      if (ioctl(fd, FS_IOC_GETFLAGS, words) !== 0) return undefined
      const has = (flag: number) => (words[0]! & flag) !== 0
      return { isImmutable: has(IMMUTABLE), isAppendOnly: has(APPEND), isNoCow: has(NO_COW) }
    },
    // An XFS is made with or without.
    xfsReflinks: (fd: number): boolean | undefined => {
      if (ioctl(fd, XFS_IOC_FSGEOMETRY, words) !== 0) return undefined
      return (words[GEOMETRY_FLAGS]! & REFLINKS) !== 0
    },
  }
}
