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
  /** What it left could not be put right: it has no end yet, and is for a recovery. */
  readonly unsettled?: true
}

/** How a step ended that was not done. @throws the error itself where it is no step's but a fault of ours */
export function failure(error: unknown): Outcome {
  const { code, message, refused } = explain(error)
  const status = code === 'conflict' ? 'CONFLICT' : refused ? 'SKIPPED' : 'FAILED'
  return { status, error: `${code}: ${message}`, code, message }
}
