import { systemError, type Libc } from './libc.js'

/** Bytes of a file that lie together on the disk. */
export type Extent = {
  /** Where in the file they begin. */
  readonly at: number
  readonly bytes: number
  /** Where on the file system they begin. Says nothing unless `isKnown`. */
  readonly disk: bigint
  /** They have a place, and blocks of their own there: not waiting to be written, not inside the inode. */
  readonly isKnown: boolean
  /** They lie inside the inode, as those of small files on btrfs do, and can be shared with nobody. */
  readonly isInline: boolean
  /** Stored in another form, compressed perhaps: `disk` is where the whole of that begins. */
  readonly isEncoded: boolean
  /** Another file, or another place in this one, uses the same blocks. */
  readonly isShared: boolean
}

const FS_IOC_FIEMAP = 0xc020660b
const FIEMAP_FLAG_SYNC = 1

const TO_END = 2n ** 63n - 1n

const [UNKNOWN, DELALLOC, ENCODED] = [0x2, 0x4, 0x8]
const [INLINE, TAIL, SHARED] = [0x200, 0x400, 0x2000]

/** Bytes of `struct fiemap`, and of each `struct fiemap_extent` behind it. */
const [HEAD_BYTES, EXTENT_BYTES] = [32, 56]

/** What one call tells at most: 14 KiB. */
const PAGE = 256

/** File systems and kernels without the call say one of these. */
const NO_FIEMAP = new Set(['EOPNOTSUPP', 'ENOTSUP', 'ENOTTY', 'EINVAL', 'ENOSYS', 'EBADR'])

/**
 * `fiemap` of ioctl(2): where the bytes of a file lie, from byte `from` on. What still waits to be
 * written is written first.
 */
export function bindFiemap({ func, code }: Libc) {
  const ioctl = func('int ioctl(int, unsigned long, uint8_t*)')
  const buffer = new Uint8Array(HEAD_BYTES + PAGE * EXTENT_BYTES)
  const [longs, words] = [new BigUint64Array(buffer.buffer), new Uint32Array(buffer.buffer)]
  const extents = (fd: number, from: number): Extent[] | undefined => {
    longs[0] = BigInt(from)
    longs[1] = TO_END - longs[0]
    words[4] = FIEMAP_FLAG_SYNC
    words[6] = PAGE
    if (ioctl(fd, FS_IOC_FIEMAP, buffer) === 0)
      return Array.from({ length: words[5]! }, (_, i) => extentAt(longs, words, i))
    const failed = code()
    if (NO_FIEMAP.has(failed)) return undefined
    throw systemError('ioctl FIEMAP', failed)
  }
  return { extents }
}

function extentAt(longs: BigUint64Array, words: Uint32Array, i: number): Extent {
  const at = (HEAD_BYTES + i * EXTENT_BYTES) / 8
  const flags = words[at * 2 + 10]!
  return {
    at: Number(longs[at]!),
    disk: longs[at + 1]!,
    bytes: Number(longs[at + 2]!),
    isKnown: (flags & (UNKNOWN | DELALLOC | INLINE | TAIL)) === 0,
    isInline: (flags & (INLINE | TAIL)) !== 0,
    isEncoded: (flags & ENCODED) !== 0,
    isShared: (flags & SHARED) !== 0,
  }
}
