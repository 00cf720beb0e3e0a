import { parseFile, type FileRecord } from './file.js'
import { recordType } from './record-type.js'
import { record, word } from './shape.js'

/** A file of no bytes. */
export type EmptyRecord = { readonly type: 'empty'; readonly file: FileRecord }

/** @throws {BadRecord} naming the first field that is missing or malformed; a size other than 0 */
export function parseEmpty(value: unknown): EmptyRecord {
  const raw = record(value)
  checkEmpty(raw)
  return raw
}

function checkEmpty(raw: { readonly [field: string]: unknown }): asserts raw is EmptyRecord {
  recordType(raw.type, ['empty'])
  const { size } = parseFile(raw.file, 'file.')
  word(String(size), ['0'], 'file.size')
}
