import { inodeKey, type FileRecord } from '../record/file.js'
import type { GroupRecord } from '../record/group.js'
import { splitBy } from '../record/split-by.js'

/**
 * The files that a set lists of a group: each, or the first name of each inode. None where fewer than
 * two would be left, which is no set.
 */
export function listedFiles({ files }: GroupRecord, hardLinks: boolean): readonly FileRecord[] {
  const listed = hardLinks ? files : splitBy(files, inodeKey).map(([first]) => first!)
  return listed.length < 2 ? [] : listed
}
