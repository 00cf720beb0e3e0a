import type { FileTable } from './file-table.js'
import type { Column } from './runs.js'

/** What files are sorted by. */
export type FileColumns = {
  /** Device, then inode number: as a disk is swept. */
  readonly inode: readonly Column[]
}

/** Made when they are first asked for: most searches sort few files, or none. */
export function fileColumns(table: FileTable): FileColumns {
  const { inoHigh, inoLow } = table
  let inode: readonly Column[] | undefined
  return {
    get inode() {
      return (inode ??= columns(table, [
        deviceRank(table),
        (file) => inoHigh[file]!,
        (file) => inoLow[file]!,
      ]))
    },
  }
}

/** The place of a file's device among all, in the order of their numbers. */
function deviceRank(table: FileTable): (file: number) => number {
  const unsigned = table.devs.map((dev) => BigInt.asUintN(64, dev))
  const sorted = unsigned.toSorted((a, b) => (a < b ? -1 : 1))
  const ranks = unsigned.map((dev) => sorted.indexOf(dev))
  return (file) => ranks[table.volume(file)]!
}

/** Most trees are on one disk: what all agree in need not be looked at. */
function columns(table: FileTable, facts: readonly ((file: number) => number)[]): Column[] {
  const files = table.files()
  const varies = (fact: (file: number) => number) =>
    files.some((file) => fact(file) !== fact(files[0]!))
  return facts.filter(varies).map((fact) => {
    const column = new Uint32Array(table.limit)
    for (const file of files) column[file] = fact(file)
    return column
  })
}
