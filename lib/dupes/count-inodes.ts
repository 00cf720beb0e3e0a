import type { FileColumns } from './file-columns.js'
import type { FileTable } from './file-table.js'
import { runsBy, type Column } from './runs.js'

/**
 * How many files there are: hard links are names of one, where equal inodes are one file.
 * @param names of which to count the files; they are put in another order
 * @param inode the columns of their inodes
 * @param isTrusted are equal inodes one file, where this one is?
 */
export function countInodes(
  names: Uint32Array,
  inode: readonly Column[],
  isTrusted: (file: number) => boolean,
): number {
  let files = 0
  for (const run of runsBy(names, inode))
    files += run.length > 1 && isTrusted(run[0]!) ? 1 : run.length
  return files
}

/** The same of all names in a table: only those that have others are sorted. */
export function countFiles(
  table: FileTable,
  columns: FileColumns,
  isTrusted: (file: number) => boolean,
): number {
  const linked = table.files().filter((file) => table.nlink[file]! > 1)
  if (linked.length === 0) return table.count
  return table.count - linked.length + countInodes(linked, columns.inode, isTrusted)
}
