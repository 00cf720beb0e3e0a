import type { FileRecord } from '../record/file.js'

/** Why a name stays whatever the plan: the user said so, or it may be no name of its own. */
export type Lock = 'protected' | 'alias'

/** One name of a set, with what decides about it. */
export type Name = {
  readonly file: FileRecord
  readonly path: Buffer
  /** Position in the record. */
  readonly at: number
  /** Index of the --primary that it is below; their number when it is below none. */
  readonly rank: number
  readonly inode: Inode
  lock: Lock | undefined
}

/** All names that a set has of one inode, best keeper first. */
export type Inode = {
  readonly names: Name[]
  /** Names that it has, inside the set and outside. */
  nlink: number
}
