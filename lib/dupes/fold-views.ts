import { connected } from '../record/connected.js'
import { viewKey } from '../record/one-file.js'
import type { Chains } from '../sort/chains.js'
import type { FileColumns } from './file-columns.js'
import type { FileTable } from './file-table.js'
import { runsBy } from './runs.js'

/**
 * One name for each file that is seen on several devices, in the place of all; `names` then leads
 * from it to the others. It is the first of them.
 * @param files one name for each inode
 */
export function foldViews(
  files: Uint32Array,
  names: Chains,
  table: FileTable,
  { size, number }: FileColumns,
): Uint32Array {
  if (table.devs.length < 2) return files
  const view = (name: number) =>
    viewKey({ ...table.times(name), ino: table.ino[name]!, size: table.size[name]! })
  const views = (file: number) => [...names.from(file)].map(view)
  const isFolded = new Uint8Array(table.count)
  for (const run of runsBy(files.slice(), [...size, ...number])) {
    if (!areOnSeveral(run, table)) continue
    for (const seen of connected([...run], views)) {
      if (!areOnSeveral(seen, table)) continue
      const [first, ...others] = seen
      for (const other of others) {
        names.add(first!, other)
        isFolded[other] = 1
      }
    }
  }
  return files.filter((file) => isFolded[file] === 0)
}

function areOnSeveral(files: ArrayLike<number>, table: FileTable): boolean {
  for (let i = 1; i < files.length; i++)
    if (table.volume(files[i]!) !== table.volume(files[0]!)) return true
  return false
}
