import { inodeKey, type FileRecord } from '../record/file.js'
import type { AnyGroup, Files } from '../record/group.js'

/** Files in their order, any number of times. */
export type ListedFiles = Iterable<FileRecord> & { readonly length: number }

/**
 * The files that a set lists of a group: each, or the first name of each inode. None where fewer than
 * two would be left, which is no set.
 */
export function listedFiles({ files }: AnyGroup, hardLinks: boolean): ListedFiles {
  const length = hardLinks ? files.length : new Set(Array.from(files, inodeKey)).size
  if (length < 2) return []
  return length === files.length ? files : { length, [Symbol.iterator]: () => firstNames(files) }
}

function* firstNames(files: Files): Generator<FileRecord> {
  const seen = new Set<string>()
  for (const file of files) {
    const key = inodeKey(file)
    if (seen.has(key)) continue
    seen.add(key)
    yield file
  }
}
