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
 * Makes the function that tells whether there are `least` copies among files of one content. Unless
 * another rule is given, each inode is one.
 * @param names from a file to further names of its inode
 */
export function enoughCopies(
  table: FileTable,
  names: Chains,
  least: number,
  { isolate, hardLinks }: CopyRule,
): (files: Uint32Array) => boolean {
  const root = (file: number) => table.dir(file).root
  const inode = (file: number) => `${table.volume(file)} ${table.ino[file]}`
  if (isolate) return (files) => hasDistinct(least, allNames(files, names), root)
  if (hardLinks) return (files) => hasDistinct(least, allNames(files, names), (file) => file)
  return (files) => files.length >= least && hasDistinct(least, files, inode)
}

/** The files, and all further names of each. */
export function* allNames(files: Uint32Array, names: Chains): Generator<number> {
  for (const file of files) yield* names.from(file)
}

/** So many are soon found, however many there are. */
function hasDistinct(
  least: number,
  files: Iterable<number>,
  key: (file: number) => string | number,
): boolean {
  const keys = new Set<string | number>()
  for (const file of files) if (keys.add(key(file)).size >= least) return true
  return false
}
