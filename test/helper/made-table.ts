// What a walk would find if made-up files were there.
import { FoundRows } from '../../lib/dupes/found-rows.js'
import { filesMemory, type FilesMemory } from '../../lib/dupes/shared-files.js'
import { FileTable } from '../../lib/dupes/file-table.js'
import { fileStatOf } from '../../lib/fs/file-stat.js'
import type { FileRecord } from '../../lib/record/file.js'
import { pathFields } from '../../lib/record/path.js'
import { recordAt } from '../../lib/apply/scene.js'
import { topDirectory, type Directory } from '../../lib/walk/directory.js'
import { statOf, type Made } from './made-files.js'

/** Writes batches of a walk to the memory of a table; what is told of each comes as from another thread. */
export function rowsWriter(memory: FilesMemory) {
  const found = new FoundRows(memory)
  return (files: readonly Made[]) => {
    let dir: Directory | undefined
    for (const file of files) {
      const slash = file.path.lastIndexOf('/')
      const path = file.path.slice(0, slash)
      if (dir?.path !== path || dir.root !== file.root)
        dir = { ...topDirectory(path, { dev: file.dev, ino: 2n }), path, root: file.root }
      found.add(dir, file.path.slice(slash + 1), fileStatOf(statOf(file)))
    }
    return structuredClone(found.takeBatch())
  }
}

/** Add files to a table, as they come in one batch. False: there is no room for all. */
export function addTo(table: FileTable, files: readonly Made[], write = rowsWriter(table.memory)) {
  return write(files).every((rows) => table.add(rows))
}

/** @param batches the files in the order in which they come; otherwise as they are given */
export function tableOf(
  files: readonly Made[],
  batches: readonly (readonly Made[])[] = [files],
): FileTable {
  const table = new FileTable(filesMemory(files.length))
  const write = rowsWriter(table.memory)
  for (const batch of batches) addTo(table, batch, write)
  return table
}

/** As dd-walk would write it. */
export function recordOf(file: Made): FileRecord {
  const fieldsOf = (path: string) => pathFields(Buffer.from(path, 'latin1'))
  const { type, path, path64, ...stat } = recordAt(fieldsOf(file.path), statOf(file))
  const { path: root, path64: root64 } = fieldsOf(file.root)
  return {
    type,
    ...(path === undefined ? { path64 } : { path }),
    ...(root === undefined ? { root64 } : { root }),
    ...stat,
  } as FileRecord
}
