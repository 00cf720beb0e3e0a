import type { Note } from '../record/result.js'
import { explain } from './refusal.js'

/** How a step ended: its last status in the journal, and `code: message` if it was not done. */
export type Outcome = {
  readonly status: string
  readonly error: string
  readonly code?: string
  readonly message?: string
  /** What could not be done, though the step was. */
  readonly note?: Note
}

/** How a step ended that was not done. @throws the error itself where it must stop the run */
export function failure(error: unknown): Outcome {
  const { code, message, refused } = explain(error)
  const status = code === 'conflict' ? 'CONFLICT' : refused ? 'SKIPPED' : 'FAILED'
  return { status, error: `${code}: ${message}`, code, message }
}
