// What a walk would find if made-up files were there.
import { filesMemory } from '../../lib/dupes/shared-files.js'
import { FileTable } from '../../lib/dupes/file-table.js'
import { fileStatOf } from '../../lib/fs/file-stat.js'
import type { FileRecord } from '../../lib/record/file.js'
import { pathFields } from '../../lib/record/path.js'
import { recordAt } from '../../lib/apply/scene.js'
import { BATCH_FILES, FoundColumns, type Columns } from '../../lib/walk/columns.js'
import { topDirectory, type Directory } from '../../lib/walk/directory.js'
import { statOf, type Made } from './made-files.js'

/** One batch of a walk, as it comes from another thread. */
export function columnsOf(files: readonly Made[]): Columns {
  const found = new FoundColumns()
  let dir: Directory | undefined
  for (const file of files) {
    const slash = file.path.lastIndexOf('/')
    const path = file.path.slice(0, slash)
    if (dir?.path !== path || dir.root !== file.root)
      dir = { ...topDirectory(path, { dev: file.dev, ino: 2n }), path, root: file.root }
    found.add(dir, file.path.slice(slash + 1), fileStatOf(statOf(file)))
  }
  return structuredClone(found.takeBatch()[0]!)
}

/** @param batches the files in the order in which they come; otherwise as they are given */
export function tableOf(files: readonly Made[], batches = inFull(files)): FileTable {
  const table = new FileTable(filesMemory(files.length))
  for (const batch of batches) table.add(columnsOf(batch))
  return table
}

function inFull(files: readonly Made[]): (readonly Made[])[] {
  const count = Math.ceil(files.length / BATCH_FILES)
  return Array.from({ length: count }, (_, i) =>
    files.slice(i * BATCH_FILES, (i + 1) * BATCH_FILES),
  )
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
