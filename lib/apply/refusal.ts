import { systemCode } from '../record/system-error.js'
import { causeOf } from './causes.js'

/** A step is not carried out, since something is not as planned. Nothing was changed, or it was put back. */
export class Refusal extends Error {
  /** Stable, for programs: `changed`, `gone`, `differs`, `already`, ... see dd-apply(1). */
  readonly code: string
  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

/** Two files want one name: both are kept, one of them under the temporary name. */
export class Conflict extends Refusal {
  constructor(message: string) {
    super('conflict', message)
  }
}

/** A file could not be put back under its name. It is safe under its temporary one; the run must stop. */
export class Stranded extends Error {}

/** Errors that no single file is to blame for: the run stops, what is unfinished can be resumed. */
const FATAL = new Set(['EMFILE', 'ENFILE', 'ENOMEM'])

/** The reason as code and words. @throws the error itself where it must stop the run */
export function explain(error: unknown): { code: string; message: string; refused: boolean } {
  if (error instanceof Refusal) return { code: error.code, message: error.message, refused: true }
  const code = systemCode(error as NodeJS.ErrnoException)
  if (error instanceof Stranded || code === undefined || FATAL.has(code)) throw error
  return { code, message: wording(error as NodeJS.ErrnoException, code), refused: false }
}

/** Node has no words for these. */
const WORDS: { readonly [code: string]: string } = { EDQUOT: 'disk quota exceeded' }

/** Node adds paths to its messages, and ours go through /proc/self/fd, which says nothing to anybody. */
function wording({ message, syscall }: NodeJS.ErrnoException, code: string): string {
  if (syscall === undefined) return message
  const cause = causeOf(syscall, code)
  if (cause !== undefined) return cause
  const words = /^[A-Z0-9]+: ([^,]+)/.exec(message)?.[1]
  return `${syscall}: ${words ?? WORDS[code] ?? code}`
}
