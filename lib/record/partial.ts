import { parseFile, type FileRecord } from './file.js'
import { recordType } from './record-type.js'
import { count, list, record, text, word } from './shape.js'

/** A file whose bytes are the first bytes of a larger one, zeros at its end apart: an interrupted copy. */
export type PartialRecord = {
  readonly type: 'partial'
  readonly file: FileRecord
  /** The whole file. */
  readonly of: FileRecord
  /** Bytes that were compared: the size of `file`, or less when trailing zeros were left out. */
  readonly bytes: number
  readonly confidence: 'high' | 'low'
  /** Why it is likely, or not, to be an interrupted copy. */
  readonly hints: readonly string[]
  /**
   * All names of the content of `of`, `of` included, as its group lists them. Absent where it has no group;
   * empty where they are too many to be listed with each partial file.
   */
  readonly copies?: readonly FileRecord[]
}

/** @throws {BadRecord} naming the first field that is missing or malformed */
export function parsePartial(value: unknown): PartialRecord {
  const raw = record(value)
  checkPartial(raw)
  return raw
}

function checkPartial(raw: { readonly [field: string]: unknown }): asserts raw is PartialRecord {
  recordType(raw.type, ['partial'])
  parseFile(raw.file, 'file.')
  const { size } = parseFile(raw.of, 'of.')
  count(raw.bytes, 'bytes')
  word(raw.confidence, ['high', 'low'], 'confidence')
  list(raw.hints, 'hints').forEach((hint, i) => text(hint, `hints[${i}]`))
  if (raw.copies !== undefined)
    list(raw.copies, 'copies').forEach((copy, i) => {
      const same = parseFile(copy, `copies[${i}].`)
      word(String(same.size), [String(size)], `copies[${i}].size`)
    })
}
