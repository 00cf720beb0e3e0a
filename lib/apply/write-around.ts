import type { BigIntStats } from 'node:fs'
import type { Disk } from '../fs/disk.js'

/** A block of most file systems, or several. */
const BLOCK_BYTES = 4096

const ZEROS = Buffer.alloc(BLOCK_BYTES)

/** Does it take less room than it has bytes? Then it has holes, or is compressed. */
export function isSparse({ blocks, size }: BigIntStats): boolean {
  return blocks * 512n < size
}

/**
 * Write what belongs at `start` of a new file, but leave out whole blocks of zeros: what was never
 * written reads as zeros and takes no room.
 * @returns where the last byte that was written ends; 0: none was
 */
export function writeAround(disk: Disk, fd: number, bytes: Buffer, start: number): number {
  let [from, end] = [0, 0]
  const write = (to: number) => {
    if (to === from) return
    disk.write(fd, bytes.subarray(from, to), start + from)
    end = start + to
  }
  for (let at = 0; at < bytes.length;) {
    const next = Math.min(at + BLOCK_BYTES - ((start + at) % BLOCK_BYTES), bytes.length)
    if (bytes.subarray(at, next).equals(ZEROS.subarray(0, next - at))) {
      write(at)
      from = next
    }
    at = next
  }
  write(bytes.length)
  return end
}
