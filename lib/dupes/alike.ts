import { classesOf, type Classes } from '../sort/classes.js'
import type { DigestColumn } from './digest-column.js'
import type { FileTable } from './file-table.js'

/** Files of one size. */
export function ofOneSize(files: Uint32Array, { size }: FileTable): Classes {
  const hashes = new Int32Array(files.length)
  // Of two that differ by 4 GiB it is the same: those are looked at, too.
  for (let place = 0; place < files.length; place++) hashes[place] = size[files[place]!]! | 0
  return classesOf(files, hashes, (a, b) => size[a] === size[b])
}

/** Files of one size and one digest, or sample. */
export function alikeIn(files: Uint32Array, { size }: FileTable, digests: DigestColumn): Classes {
  const hashes = new Int32Array(files.length)
  for (let place = 0; place < files.length; place++)
    hashes[place] = digests.hash(files[place]!) ^ size[files[place]!]!
  const areAlike = (a: number, b: number) => size[a] === size[b] && digests.isEqual(a, b)
  return classesOf(files, hashes, areAlike)
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
  const hashes = new Int32Array(files.length)
  for (let place = 0; place < files.length; place++) {
    const file = files[place]!
    hashes[place] = inoLow[file]! ^ inoHigh[file]! ^ (size[file]! | 0)
  }
  const areAlike = (a: number, b: number) =>
    inoLow[a] === inoLow[b] && inoHigh[a] === inoHigh[b] && size[a] === size[b] && isOne(a, b)
  return classesOf(files, hashes, areAlike)
}
