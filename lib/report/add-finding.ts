import { sameInode } from '../record/file.js'
import type { AnyGroup } from '../record/group.js'
import type { AnyRecord } from './any-record.js'
import { byLength } from './old-order.js'
import type { OldReport } from './old-report.js'

/** Put what was found into a report. @returns lines to write at once; undefined: it is no finding */
export function addFinding(report: OldReport, record: AnyRecord): readonly string[] | undefined {
  if (record.type === 'empty') return report.empty(record.file)
  if (record.type === 'partial') report.incomplete(record.of, record.file)
  else if (record.type === 'group') addGroup(report, record)
  else return undefined
  return []
}

/**
 * The first of the files with the shortest name stays, with all its names: a hard link of it is no copy.
 * @param group `partial`: its files come as incompletes too, and were only that in the old program
 */
function addGroup(report: OldReport, group: AnyGroup & { readonly partial?: unknown }): void {
  if (group.partial !== undefined) return
  const [kept, ...others] = Array.from(group.files).sort(byLength)
  if (kept === undefined) return
  for (const file of others)
    if (sameInode(kept, file)) report.hardLink(kept, file)
    else report.duplicate(kept, file)
}
