import type { PathFields } from './path.js'

/** An input that failed while the rest went on. Goes to stderr as one line, never to stdout. */
export type Fault = {
  /** The verb: `read`, `open`, `list`. */
  readonly doing: string
  readonly path?: PathFields
  readonly cause: unknown
}

/** Input that as a whole cannot be acted on: a damaged journal, a plan that turns on itself. Status 3. */
export class BadInput extends Error {}

/** What was asked for on the command line cannot be. Nothing was touched. Status 2. */
export class UsageError extends Error {}

export type OnFault = (fault: Fault) => void
