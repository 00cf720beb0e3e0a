import { ForeignLink } from '../fs/open-dirs.js'
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

/** A file could not be put back under its name. It is safe under its temporary one, for a recovery to find. */
export class Stranded extends Error {
  readonly code = 'stranded'
}

/** The reason as code and words. @throws the error itself where it has no code, and is a fault of ours */
export function explain(error: unknown): { code: string; message: string; refused: boolean } {
  if (error instanceof Refusal) return { code: error.code, message: error.message, refused: true }
  if (error instanceof ForeignLink)
    return { code: 'symlink', message: error.message, refused: true }
  const code = systemCode(error as NodeJS.ErrnoException)
  if (code === undefined) throw error
  return { code, message: wording(error as NodeJS.ErrnoException, code), refused: false }
}

/** Node has no words for these. */
const WORDS: { readonly [code: string]: string } = { EDQUOT: 'disk quota exceeded' }

/** Node adds paths to its messages, and ours go through /proc/self/fd, which says nothing to anybody. */
function wording({ message, syscall }: NodeJS.ErrnoException, code: string): string {
  if (syscall === undefined) return message
  const cause = causeOf(syscall, code)
  if (cause !== undefined) return cause
  const words = /^[A-Z0-9]+: ([^,]+),/.exec(message)?.[1]
  return `${syscall}: ${WORDS[code] ?? words ?? code}`
}
