import { checkHost } from './host.js'
import { checkPath, type PathFields } from './path.js'
import { recordType } from './record-type.js'
import { count, type Fields, object, record, text, word } from './shape.js'
import { OPS, type Op } from './step.js'

export const STATUSES = ['would', 'done', 'skipped', 'failed'] as const

export type Status = (typeof STATUSES)[number]

/** What became of a step. Written by dd-apply, one for each step, in the order of the plan. */
export type ResultRecord = PathFields & {
  readonly type: 'result'
  readonly id: string
  /** The machine that the file is on, when that is said. */
  readonly host?: string | undefined
  readonly op: Op
  readonly status: Status
  /** Bytes on disk that this step freed, or would. */
  readonly freed: number
  /** Why it was skipped or failed. */
  readonly error?: Note
  /** It was done, but not all of it could be. */
  readonly note?: Note
}

/** A stable code, and a sentence. */
export type Note = { readonly code: string; readonly message: string }

/** @throws {BadRecord} naming the first field that is missing or malformed */
export function parseResult(value: unknown): ResultRecord {
  const raw = record(value)
  checkResult(raw)
  return raw
}

function checkResult(raw: Fields): asserts raw is ResultRecord {
  recordType(raw.type, ['result'])
  text(raw.id, 'id')
  word(raw.op, OPS, 'op')
  checkPath(raw, 'path')
  if (raw.host !== undefined) checkHost(raw.host, 'host')
  word(raw.status, STATUSES, 'status')
  count(raw.freed, 'freed')
  if (raw.error !== undefined) checkNote(raw.error, 'error')
  if (raw.note !== undefined) checkNote(raw.note, 'note')
}

function checkNote(value: unknown, field: string): void {
  const { code, message } = object(value, field)
  text(code, `${field}.code`)
  text(message, `${field}.message`)
}
