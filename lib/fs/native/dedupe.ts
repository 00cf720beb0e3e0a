import { systemError, type Libc } from './libc.js'

const FIDEDUPERANGE = 0xc0189436
const FILE_DEDUPE_RANGE_DIFFERS = 1

/** What one call takes at most on btrfs. */
const CHUNK_BYTES = 16 * 2 ** 20

/** `ioctl_fideduperange(2)`: the kernel compares under lock, and shares the blocks. */
export function bindDedupe({ func, code, checked }: Libc) {
  const ioctl = func('int ioctl(int, unsigned long, uint8_t*)')

  /** Bytes shared, 0: they differ. `struct file_dedupe_range` with one `_info`. */
  const dedupeChunk = (from: number, to: number, offset: number, length: number) => {
    const range = Buffer.alloc(24 + 32)
    range.writeBigUInt64LE(BigInt(offset), 0)
    range.writeBigUInt64LE(BigInt(length), 8)
    range.writeUInt16LE(1, 16)
    range.writeBigInt64LE(BigInt(to), 24)
    range.writeBigUInt64LE(BigInt(offset), 32)
    checked('ioctl FIDEDUPERANGE', ioctl(from, FIDEDUPERANGE, range))
    const status = range.readInt32LE(48)
    if (status < 0) throw systemError('ioctl FIDEDUPERANGE', code(-status))
    return status === FILE_DEDUPE_RANGE_DIFFERS ? 0 : Number(range.readBigUInt64LE(40))
  }

  const dedupe = (from: number, to: number, size: number) => {
    for (let at = 0; at < size;) {
      const shared = dedupeChunk(from, to, at, Math.min(CHUNK_BYTES, size - at))
      if (shared === 0) return false
      at += shared
    }
    return true
  }
  return { dedupe }
}
