import { unsignedText } from '../fs/file-stat.js'
import { splitByFile } from '../record/one-file.js'
import type { Chains } from '../sort/chains.js'
import { eachClass } from '../sort/classes.js'
import { ofOneNumber } from './alike.js'
import type { FileColumns } from './file-columns.js'
import type { FileTable } from './file-table.js'
import { sortBy } from './runs.js'

/**
 * One name for each file that is seen on several devices, in the place of all; `names` then leads
 * from it to the others. It is the one on the first of these devices.
 * @param files one name for each inode
 * @param isStacked see `splitByFile`
 */
export function foldViews(
  files: Uint32Array,
  names: Chains,
  columns: FileColumns,
  table: FileTable,
  isStacked: (file: number) => boolean,
): Uint32Array {
  if (table.devs.length < 2) return files
  const seen = (name: number) => ({ ...identity(name, table), name })
  const head = new Map<number, number>()
  const isFolded = new Uint8Array(table.limit)
  const byDevice = files.slice()
  sortBy(byDevice, columns.inode)
  for (const run of eachClass(ofOneNumber(byDevice, table))) {
    if (!areOnSeveral(run, table)) continue
    head.clear()
    for (const file of run) for (const name of names.from(file)) head.set(name, file)
    const all = [...head.keys()].map(seen)
    const own = ({ name }: { name: number }) => `${head.get(name)}`
    for (const names of splitByFile(all, ({ name }) => isStacked(name), own))
      foldInto(names.map(({ name }) => head.get(name)!))
  }
  return files.filter((file) => isFolded[file] === 0)

  function foldInto([first, ...others]: readonly number[]): void {
    for (const other of new Set(others)) {
      if (other === first) continue
      names.add(first!, other)
      isFolded[other] = 1
    }
  }
}

function identity(name: number, table: FileTable) {
  const { mtimeNs, ctimeNs } = table.times(name)
  const times = { mtimeNs: `${mtimeNs}`, ctimeNs: `${ctimeNs}` }
  return {
    dev: table.dev(name),
    ino: unsignedText(table.inoHigh[name]!, table.inoLow[name]!),
    size: table.size[name]!,
    ...times,
  }
}

function areOnSeveral(files: Uint32Array, table: FileTable): boolean {
  return files.some((file) => table.volume(file) !== table.volume(files[0]!))
}
