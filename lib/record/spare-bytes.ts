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
  let [all, largest, spare] = [0, 0, 0]
  for (const { names, nlink, bytes } of copies) {
    if (names < nlink) continue
    spare++
    all += bytes
    largest = Math.max(largest, bytes)
  }
  return spare < copies.length ? all : all - largest
}
