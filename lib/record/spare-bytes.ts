/** An inode among files of one content. */
export type Copy = {
  /** Names of it that are among them, and names that it has in all. */
  readonly names: number
  readonly nlink: number
  /** That it takes on disk. */
  readonly bytes: number
}

/**
 * Bytes on disk that are free when one copy stays. A copy with a name elsewhere keeps its blocks; so
 * that stays, or else the largest, since not more should be promised than can be kept.
 */
export function spareBytes(copies: readonly Copy[]): number {
  const spare = copies.filter(({ names, nlink }) => names >= nlink)
  const all = spare.reduce((sum, { bytes }) => sum + bytes, 0)
  const largest = spare.reduce((most, { bytes }) => Math.max(most, bytes), 0)
  return spare.length < copies.length ? all : all - largest
}
