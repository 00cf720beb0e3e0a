/** How a command ends. After a signal it is 128 + the signal's number. */
export const EXIT = {
  /** Done; also when the reader of stdout left and the command changes nothing. */
  ok: 0,
  /** Done, but some inputs failed or were skipped: each one a line on stderr. */
  partial: 1,
  /** Bad usage: nothing was read, nothing touched. */
  usage: 2,
  /** A line of input that is not the record it should be. */
  input: 3,
  /** An I/O error that the command cannot go on without. */
  io: 4,
} as const

export { UsageError } from '../record/fault.js'

/** Ends the command with the status of a signal that it has answered in its own time. */
export class Interrupted extends Error {
  readonly signal: number
  constructor(signal: number, message: string) {
    super(message)
    this.signal = signal
  }
}
