import type { FileRecord } from '../record/file.js'
import { pathBytes } from '../record/path.js'

/** Why a name stays whatever the plan: the user said so, it may be no name of its own, its drive is not to change. */
export type Lock = 'protected' | 'alias' | 'read-only'

/** All names that a set has of one file, seen on one device or several, best keeper first. */
export type Inode = {
  readonly names: Name[]
  /** Names that it has, inside the set and outside. */
  nlink: number
}

/** One name of a set, with what decides about it. */
export class Name {
  readonly file: FileRecord
  /** Position in the record. */
  readonly at: number
  readonly inode: Inode
  /** Index of the --primary that it is below; their number when it is below none. */
  rank = 0
  lock: Lock | undefined
  #path: Buffer | undefined

  constructor(file: FileRecord, at: number, inode: Inode) {
    this.file = file
    this.at = at
    this.inode = inode
  }

  /** Made when it is asked for: most names are told apart by their times. */
  get path(): Buffer {
    return (this.#path ??= pathBytes(this.file))
  }
}
