import type { Dir } from '../fs/disk.js'
import { rootOf } from '../record/file.js'
import { nameFields } from '../record/host.js'
import { pathBytes, pathFields } from '../record/path.js'
import type { ResultRecord, Status } from '../record/result.js'
import type { StepRecord } from '../record/step.js'
import type { Row } from './journal-row.js'
import { failure, type Outcome } from './outcome.js'
import { isOtherHosts } from './other-host.js'
import { physicalPath } from './physical.js'
import type { Run } from './scene.js'
import { refusedRow } from './step-row.js'

/** How a step of a batch ended. */
export type Ended = {
  readonly step: StepRecord
  /** Its last row; undefined: it has no end yet. */
  readonly row: Row | undefined
  readonly result: ResultRecord
  /** Where its name is, to be synced before the row is written. */
  readonly dir?: Dir
}

const STATUS: { readonly [journaled: string]: Status } = {
  SKIPPED: 'skipped',
  FAILED: 'failed',
  CONFLICT: 'failed',
}

export function ended(step: StepRecord, row: Row, code?: string, message?: string): Ended {
  const status = STATUS[row.status] ?? 'done'
  return { step, row: { ...row, time: now() }, result: resultOf(step, status, code, message) }
}

/** Nothing was done. @throws the error itself where it is a fault of ours */
export function refused(run: Run, step: StepRecord, error: unknown): Ended {
  const { status, error: reason, code, message } = failure(error)
  return ended(step, { ...refusedRow(known(run, step), now(), reason), status }, code, message)
}

/** Something was done, and could be neither ended nor taken back: its row stays the last one. */
export function unsettled(step: StepRecord, why: unknown): Ended {
  const { code, message = '' } = isOutcome(why) ? why : failure(why)
  const told = `${message}; it has no end yet: --resume or --rollback`
  return { step, row: undefined, result: resultOf(step, 'failed', code ?? 'unsettled', told) }
}

function isOutcome(why: unknown): why is Outcome {
  return typeof why === 'object' && why !== null && 'unsettled' in why
}

function resultOf(
  step: StepRecord,
  status: Status,
  code: string | undefined,
  message = '',
): ResultRecord {
  const { id, op, file, frees } = step
  const path = nameFields(file)
  const freed = status === 'done' ? frees : 0
  const plain = { type: 'result', id, op, ...path, status, freed } as const
  return code === undefined ? plain : { ...plain, error: { code, message } }
}

/** As the journal has names, as far as that can be told. */
function known(run: Run, step: StepRecord): StepRecord {
  const { path: _, path64: __, ...rest } = step.file
  if (isOtherHosts(step)) return step
  const root = rootOf(step.file)
  try {
    const path = physicalPath(run, pathBytes(step.file), root && pathBytes(root))
    return { ...step, file: { ...rest, ...pathFields(path) } }
  } catch {
    return step
  }
}

export function now(): string {
  return new Date().toISOString()
}
