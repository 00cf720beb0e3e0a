import type { Extent } from './native/fiemap.js'

/** What a file has on the disk, and how much of it another file has too. */
export type SharedBlocks = {
  /** All blocks of the file are the other's too, at the same places in it; also where it has none. */
  readonly isWhole: boolean
  /** It has no blocks: its bytes lie in its inode, as those of small files on btrfs do. */
  readonly isInline: boolean
  /** Bytes in blocks that no other file has: free once the file shares those of the other. */
  readonly own: number
}

/** The next extents of a file from one byte on, as `Native.extents` gives them. */
type Page = (fd: number, from: number) => readonly Extent[] | undefined

/**
 * Compare where two files of one file system, of `size` bytes, lie on it. No content is read, and
 * what the bytes are is not known afterwards. Memory does not grow with the files.
 * @returns undefined: the file system does not tell
 */
export function sharedBlocks(
  page: Page,
  file: number,
  other: number,
  size: number,
): SharedBlocks | undefined {
  const mine = extentsOf(page, file, size)
  const theirs = extentsOf(page, other, size)
  if (mine === undefined || theirs === undefined) return undefined
  const isCovered = coverage(theirs)
  let [isWhole, inline, blocks, own] = [true, 0, 0, 0]
  for (const extent of mine) {
    if (extent.isInline) inline++
    else blocks++
    if (!extent.isInline && !extent.isShared) own += extent.bytes
    if (!extent.isInline && !isCovered(extent, size)) isWhole = false
  }
  return { isWhole, isInline: inline > 0 && blocks === 0, own }
}

/** Undefined: the file system does not tell. Blocks behind the end of a file were set aside, and are never shared. */
function extentsOf(page: Page, fd: number, size: number): Generator<Extent, void> | undefined {
  const first = page(fd, 0)
  return first && turnPages(page, fd, first, size)
}

function* turnPages(
  page: Page,
  fd: number,
  first: readonly Extent[],
  size: number,
): Generator<Extent, void> {
  for (let extents = first; extents.length > 0;) {
    for (const extent of extents) {
      if (extent.at >= size) return
      yield extent
    }
    const last = extents.at(-1)!
    extents = page(fd, last.at + last.bytes) ?? []
  }
}

/** Makes the function that tells, of extents in order, whether all blocks of one are those of `theirs`. */
function coverage(theirs: Generator<Extent, void>) {
  let their = theirs.next()
  return (extent: Extent, size: number): boolean => {
    const all = Math.min(extent.at + extent.bytes, size)
    for (let known = extent.at; known < all;) {
      while (!their.done && their.value.at + their.value.bytes <= known) their = theirs.next()
      if (their.done || their.value.at > known || !liesWith(extent, their.value)) return false
      known = their.value.at + their.value.bytes
    }
    return true
  }
}

/**
 * Are the blocks the same for the bytes that both extents have? That they are shared at all is asked
 * for, too: one file system may have several devices, with a place of the same number on each.
 */
function liesWith(a: Extent, b: Extent): boolean {
  const told = [a, b].every(({ isKnown, isShared }) => isKnown && isShared)
  if (!told || a.isEncoded !== b.isEncoded) return false
  return a.isEncoded ? a.disk === b.disk : a.disk - BigInt(a.at) === b.disk - BigInt(b.at)
}
