import type { PathFields } from './path.js'
import type { Op } from './step.js'

export type Status = 'would' | 'done' | 'skipped' | 'failed'

/** What became of a step. Written by dd-apply, one for each step, in the order of the plan. */
export type ResultRecord = PathFields & {
  readonly type: 'result'
  readonly id: string
  readonly op: Op
  readonly status: Status
  /** Bytes on disk that this step freed, or would. */
  readonly freed: number
  /** Why it was skipped or failed: a stable code, and a sentence. */
  readonly error?: { readonly code: string; readonly message: string }
}
