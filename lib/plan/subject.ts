import { parseEmpty, type EmptyRecord } from '../record/empty.js'
import type { FileRecord } from '../record/file.js'
import { parseGroup, type AnyGroup } from '../record/group.js'
import { nameKey } from '../record/host.js'
import { parsePartial, type PartialRecord } from '../record/partial.js'
import { recordType } from '../record/record-type.js'
import { BadRecord, record } from '../record/shape.js'

/** What can be planned for. */
export type Subject = AnyGroup | PartialRecord | EmptyRecord

/** @throws {BadRecord} another type of record, or one with a bad field */
export function parseSubject(value: unknown): Subject {
  const type = recordType(record(value).type, ['group', 'partial', 'empty'])
  if (type === 'group') return parseGroup(value)
  if (type === 'partial') return checkSizes(parsePartial(value))
  return parseEmpty(value)
}

function checkSizes(partial: PartialRecord): PartialRecord {
  const { file, of, bytes, copies = [] } = partial
  if (bytes < 1 || bytes > file.size) throw new BadRecord('bytes', 'from 1 to file.size')
  if (bytes === file.size && of.size <= bytes) throw new BadRecord('of.size', 'more than file.size')
  if (of.size < bytes) throw new BadRecord('of.size', 'at least bytes')
  refuseItself(file, of, 'of')
  copies.forEach((copy, i) => refuseItself(file, copy, `copies[${i}]`))
  return partial
}

function refuseItself(file: FileRecord, whole: FileRecord, field: string): void {
  if (nameKey(whole) === nameKey(file))
    throw new BadRecord(`${field}.path`, 'another name than file.path')
}
