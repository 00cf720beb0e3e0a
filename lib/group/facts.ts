import type { FileRecord } from '../record/file.js'
import { pathBytes } from '../record/path.js'
import type { Scanned } from '../stream/scan-line.js'

/** What grouping needs to know of a file record; `headAt` and `hashAt` are -1 where that is not known. */
export type Facts = Pick<Scanned, Needed>

type Needed =
  | 'name'
  | 'size'
  | 'dev'
  | 'ino'
  | 'host'
  | 'head'
  | 'headBytes'
  | 'hash'
  | 'algo'
  | 'headAt'
  | 'hashAt'

export function factsOf(file: FileRecord): Facts {
  const { size, dev, ino, host, head, headBytes, hash, algo } = file
  const name = pathBytes(file).toString('latin1')
  return { name, size, dev, ino, host, head, headBytes, hash, algo, headAt: -1, hashAt: -1 }
}
