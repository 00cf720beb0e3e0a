import type { Chains } from '../sort/chains.js'
import type { FileTable } from './file-table.js'

/** What counts as a copy. */
export type CopyRule = {
  /** Each root, however many files of a content are below it. */
  readonly isolate: boolean
  /** Each name, also where several are hard links of one file. */
  readonly hardLinks: boolean
}

/**
 * Makes the function that counts the copies among files of one content. Otherwise each inode is one.
 * @param names from a file to further names of its inode
 */
export function copyCounter(
  table: FileTable,
  names: Chains,
  { isolate, hardLinks }: CopyRule,
): (files: Uint32Array) => number {
  if (isolate) return (files) => distinct(allNames(files, names), (file) => table.dir(file).root)
  if (hardLinks) return (files) => [...allNames(files, names)].length
  return (files) => {
    if (files.length === 1) return 1
    const inodes = new Set<bigint>()
    for (const file of files) inodes.add(table.ino[file]!)
    if (inodes.size === files.length) return files.length
    return distinct(files, (file) => `${table.volume[file]} ${table.ino[file]}`)
  }
}

/** The files, and all further names of each. */
export function* allNames(files: Uint32Array, names: Chains): Generator<number> {
  for (const file of files) yield* names.from(file)
}

function distinct(files: Iterable<number>, key: (file: number) => string): number {
  const keys = new Set<string>()
  for (const file of files) keys.add(key(file))
  return keys.size
}
