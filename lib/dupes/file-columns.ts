import type { FileTable } from './file-table.js'
import type { Column } from './runs.js'

/** What files are sorted by. */
export type FileColumns = {
  /** Device, then inode number. */
  readonly inode: readonly Column[]
}

/** Made when they are first asked for: most searches sort few files, or none. */
export function fileColumns(table: FileTable): FileColumns {
  let inode: readonly Column[] | undefined
  return {
    get inode() {
      return (inode ??= [...deviceColumns(table), ...numberColumns(table)])
    },
  }
}

/** With inode numbers, as a disk is swept. */
function deviceColumns(table: FileTable): Column[] {
  const unsigned = table.devs.map((dev) => BigInt.asUintN(64, dev))
  const sorted = unsigned.toSorted((a, b) => (a < b ? -1 : 1))
  const ranks = unsigned.map((dev) => sorted.indexOf(dev))
  return columns(table, [(file) => ranks[table.volume(file)]!])
}

function numberColumns(table: FileTable): Column[] {
  const { inoHigh, inoLow } = table
  return columns(table, [(file) => inoHigh[file]!, (file) => inoLow[file]!])
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
