import type { FileRecord } from '../record/file.js'
import { isHere } from '../record/host.js'
import { pathBytes } from '../record/path.js'
import type { Policy } from './policy.js'
import type { Subject } from './subject.js'

/**
 * Let --primary and --within learn what the input has below them, also of what is not planned for,
 * and of files that only prove others. Costs nothing once each of them has met something.
 */
export function seeInput(subject: Subject, { primary, within }: Policy): void {
  if (primary.isMet && within.isMet) return
  for (const file of filesOf(subject)) {
    if (!isHere(file)) continue
    const path = pathBytes(file)
    if (!primary.isMet) primary.rank(path)
    if (!within.isMet) within.rank(path)
  }
}

function filesOf(subject: Subject): Iterable<FileRecord> {
  switch (subject.type) {
    case 'group':
      return subject.files
    case 'partial':
      return [subject.file, subject.of, ...(subject.copies ?? [])]
    case 'empty':
      return [subject.file]
  }
}
