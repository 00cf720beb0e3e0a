import type { FileRecord } from '../record/file.js'
import type { GroupRecord } from '../record/group.js'
import { splitByFile } from '../record/one-file.js'

/**
 * The files that a set lists of a group: each, or the first name of each file. None where fewer than
 * two would be left, which is no set.
 */
export function listedFiles({ files }: GroupRecord, hardLinks: boolean): readonly FileRecord[] {
  const listed = hardLinks ? files : splitByFile(files).map(([first]) => first!)
  return listed.length < 2 ? [] : listed
}
