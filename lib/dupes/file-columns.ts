import type { FileTable } from './file-table.js'
import type { Column } from './runs.js'

/** What files are sorted by. */
export type FileColumns = { readonly size: readonly Column[]; readonly inode: readonly Column[] }

export function fileColumns(table: FileTable): FileColumns {
  return { size: sizeColumns(table).filter(varies), inode: inodeColumns(table).filter(varies) }
}

/** Most trees are on one disk, and have no file of 4 GiB: what all agree in need not be looked at. */
function varies(column: Column): boolean {
  return column.some((number) => number !== column[0])
}

/** Sizes, the largest first when files are sorted by it. */
function sizeColumns({ size, count }: FileTable): Column[] {
  const [high, low] = [new Uint32Array(count), new Uint32Array(count)]
  for (let file = 0; file < count; file++) {
    const rest = Number.MAX_SAFE_INTEGER - size[file]!
    high[file] = rest / 2 ** 32
    low[file] = rest
  }
  return [high, low]
}

/** Devices and inode numbers: as a disk is swept. */
function inodeColumns({ devs, volume, ino, count }: FileTable): Column[] {
  const unsigned = devs.map((dev) => BigInt.asUintN(64, dev))
  const sorted = unsigned.toSorted((a, b) => (a < b ? -1 : 1))
  const ranks = unsigned.map((dev) => sorted.indexOf(dev))
  const words = new Uint32Array(ino.buffer)
  const [disk, high, low] = [0, 1, 2].map(() => new Uint32Array(count)) as [Column, Column, Column]
  for (let file = 0; file < count; file++) {
    disk[file] = ranks[volume[file]!]!
    low[file] = words[2 * file]!
    high[file] = words[2 * file + 1]!
  }
  return [disk, high, low]
}
