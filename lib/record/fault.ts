import type { PathFields } from './path.js'

/** An input that failed while the rest went on. Goes to stderr as one line, never to stdout. */
export type Fault = {
  /** The verb: `read`, `open`, `list`. */
  readonly doing: string
  readonly path?: PathFields
  readonly cause: unknown
}

export type OnFault = (fault: Fault) => void
