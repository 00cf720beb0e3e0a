import { parseEmpty, type EmptyRecord } from '../record/empty.js'
import { parseGroup, type GroupRecord } from '../record/group.js'
import { parsePartial, type PartialRecord } from '../record/partial.js'
import { pathKey } from '../record/path.js'
import { BadRecord, object } from '../record/shape.js'

/** What can be planned for. */
export type Subject = GroupRecord | PartialRecord | EmptyRecord

/** @throws {BadRecord} another type of record, or one with a bad field */
export function parseSubject(value: unknown): Subject {
  const { type } = object(value, 'record')
  if (type === 'group') return parseGroup(value)
  if (type === 'partial') return checkSizes(parsePartial(value))
  if (type === 'empty') return parseEmpty(value)
  if (type === 'file')
    throw new BadRecord('type', '"group", "partial" or "empty": pipe "file" through dd-group first')
  throw new BadRecord('type', '"group", "partial" or "empty"')
}

function checkSizes(partial: PartialRecord): PartialRecord {
  const { file, of } = partial
  if (of.size <= file.size) throw new BadRecord('of.size', 'more than file.size')
  if (pathKey(of) === pathKey(file)) throw new BadRecord('of.path', 'another name than file.path')
  return partial
}
