import type { FileRecord } from '../record/file.js'
import { pathBytes } from '../record/path.js'

/** What grouping needs to know of a file record. */
export type Facts = {
  /** The path's bytes, one latin1 character each. */
  readonly name: string
  /** Bytes. */
  readonly size: number
  readonly dev: string
  readonly ino: string
  readonly host: string | undefined
  readonly head: string | undefined
  readonly headBytes: number | undefined
  readonly hash: string | undefined
  readonly algo: string | undefined
  /** Where the digits of `head` and `hash` stand in the bytes that the record came in; -1 if that is not known. */
  readonly headAt: number
  readonly hashAt: number
}

export function factsOf(file: FileRecord): Facts {
  const { size, dev, ino, host, head, headBytes, hash, algo } = file
  const name = pathBytes(file).toString('latin1')
  return { name, size, dev, ino, host, head, headBytes, hash, algo, headAt: -1, hashAt: -1 }
}
