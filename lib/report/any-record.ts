import { parseEmpty, type EmptyRecord } from '../record/empty.js'
import { parseFile, type FileRecord } from '../record/file.js'
import { parseGroup, type AnyGroup } from '../record/group.js'
import { parsePartial, type PartialRecord } from '../record/partial.js'
import { parseResult, type ResultRecord } from '../record/result.js'
import { recordType, type RecordType } from '../record/record-type.js'
import { record } from '../record/shape.js'
import { parseStep, type StepRecord } from '../record/step.js'

/** Whatever a command of ours writes. */
export type AnyRecord =
  FileRecord | AnyGroup | PartialRecord | EmptyRecord | StepRecord | ResultRecord

const TYPES = ['file', 'group', 'partial', 'empty', 'step', 'result'] as const

const PARSERS: { readonly [type in RecordType]: (value: unknown) => AnyRecord } = {
  file: (value) => parseFile(value),
  group: parseGroup,
  partial: parsePartial,
  empty: parseEmpty,
  step: parseStep,
  result: parseResult,
}

/** @throws {BadRecord} naming the first field that is missing or malformed */
export function parseAny(value: unknown): AnyRecord {
  return PARSERS[recordType(record(value).type, TYPES)](value)
}
