import type { FileRecord } from './file.js'
import type { StepRecord } from './step.js'

/** What a small file takes on most file systems. */
const BLOCK_BYTES = 4096

/** Bytes on disk that can be free without a file: all that it takes, as far as that is known. */
function mostFreed({ blocks, size }: Pick<FileRecord, 'blocks' | 'size'>): number {
  if (blocks !== undefined) return blocks * 512
  return Math.ceil(size / BLOCK_BYTES) * BLOCK_BYTES
}

/**
 * What a step frees, for sums: a plan can claim anything, but no file frees more than it takes.
 * @param seen the file as it is on the disk; without it, what the record says of it
 */
export function freedBytes(
  { frees, file }: StepRecord,
  seen: Pick<FileRecord, 'blocks' | 'size'> = file,
): number {
  return Math.min(frees, mostFreed(seen))
}
