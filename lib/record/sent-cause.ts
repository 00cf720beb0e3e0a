/** Why something failed in another thread: an error that crosses from there loses its code. */
export type SentCause = {
  /** As `EACCES`; empty: the message is a reason of ours, not an error of the system. */
  readonly code: string
  readonly message: string
}

/** The cause as it was, for `Fault`. */
export function causeOf({ code, message }: SentCause): Error | string {
  return code === '' ? message : Object.assign(new Error(message), { code })
}
