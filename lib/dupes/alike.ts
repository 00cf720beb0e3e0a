import { classesOf, type Classes } from '../sort/classes.js'
import type { DigestColumn } from './digest-column.js'
import type { FileTable } from './file-table.js'

/** Files of one size. */
export function ofOneSize(files: Uint32Array, { size }: FileTable): Classes {
  const hashOf = (file: number) => size[file]! | 0 // files that differ by 4 GiB are looked at, too
  return classesOf(files, hashOf, (a, b) => size[a] === size[b])
}

/** Files of one size and one digest, or sample. */
export function alikeIn(files: Uint32Array, { size }: FileTable, digests: DigestColumn): Classes {
  const areAlike = (a: number, b: number) => size[a] === size[b] && digests.isEqual(a, b)
  return classesOf(files, (file) => digests.hash(file) ^ size[file]!, areAlike)
}

/** Names of one inode. */
export function ofOneInode(files: Uint32Array, table: FileTable): Classes {
  return ofOneNumber(files, table, (a, b) => table.volume(a) === table.volume(b))
}

/** Names of one inode number and one size, on any device. @param isOne what must be true of two, too */
export function ofOneNumber(
  files: Uint32Array,
  { inoLow, inoHigh, size }: FileTable,
  isOne: (a: number, b: number) => boolean = () => true,
): Classes {
  // Sizes are looked at, too: there are file systems where all files have one number.
  const hashOf = (file: number) => inoLow[file]! ^ inoHigh[file]! ^ (size[file]! | 0)
  const areAlike = (a: number, b: number) =>
    inoLow[a] === inoLow[b] && inoHigh[a] === inoHigh[b] && size[a] === size[b] && isOne(a, b)
  return classesOf(files, hashOf, areAlike)
}
