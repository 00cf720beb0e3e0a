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
 * @param names from a file to its further names
 */
export function enoughCopies(
  table: FileTable,
  names: Chains,
  least: number,
  { isolate, hardLinks }: CopyRule,
): (files: Uint32Array) => boolean {
  const root = (file: number) => table.dir(file).root
  function* linked(files: Uint32Array) {
    for (const file of files) yield* linkedNames(file, names, table)
  }
  if (isolate) return (files) => hasDistinct(least, linked(files), root)
  if (hardLinks) return (files) => hasDistinct(least, linked(files), (file) => file)
  return (files) => files.length >= least && hasInodes(least, files, table)
}

/** Whether there are two is asked of every class, and seen without a name for each inode. */
function hasInodes(least: number, files: Uint32Array, table: FileTable): boolean {
  const { inoLow, inoHigh } = table
  const isFirst = (file: number) =>
    inoLow[file] === inoLow[files[0]!] &&
    inoHigh[file] === inoHigh[files[0]!] &&
    table.volume(file) === table.volume(files[0]!)
  if (least === 2) return files.some((file) => !isFirst(file))
  const inode = (file: number) => `${table.volume(file)} ${inoHigh[file]} ${inoLow[file]}`
  return hasDistinct(least, files, inode)
}

/** The files, and all further names of each. */
export function* allNames(files: Uint32Array, names: Chains): Generator<number> {
  for (const file of files) yield* names.from(file)
}

/** The names of a file on its own device: those on others are views of it, and no more copies. */
export function* linkedNames(file: number, names: Chains, table: FileTable): Generator<number> {
  const volume = table.volume(file)
  for (const name of names.from(file)) if (table.volume(name) === volume) yield name
}

/** How many they are. */
export function countLinked(file: number, names: Chains, table: FileTable): number {
  if (table.devs.length === 1) return names.count(file)
  let count = 0
  for (const _ of linkedNames(file, names, table)) count++
  return count
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
