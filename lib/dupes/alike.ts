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
  const { inoLow, inoHigh, size } = table
  const areAlike = (a: number, b: number) =>
    inoLow[a] === inoLow[b] &&
    inoHigh[a] === inoHigh[b] &&
    table.volume(a) === table.volume(b) &&
    size[a] === size[b]
  return classesOf(files, (file) => inoLow[file]! ^ inoHigh[file]!, areAlike)
}
