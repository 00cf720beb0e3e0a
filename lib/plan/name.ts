import type { FileRecord } from '../record/file.js'
import type { Files } from '../record/group.js'
import { pathBytes } from '../record/path.js'

/** Why a name stays whatever the plan: the user said so, it may be no name of its own, its drive is not to change. */
export type Lock = 'protected' | 'alias' | 'read-only'

/** All names that a set has of one inode, best keeper first: a unit that stays or goes as one. */
export class Inode {
  names: Name[] = NONE
  /** Names that it has, inside the set and outside. */
  nlink = 0

  /** Mostly it is the only one: a list that may grow takes three times the memory of one that need not. */
  add(name: Name): void {
    if (this.names.length === 0) this.names = [name]
    else this.names.push(name)
  }

  get id(): this {
    return this
  }

  get best(): Name {
    return this.names[0]!
  }
}

/** Shared by all inodes that have no name yet. */
const NONE: Name[] = []

/** One name of a set, with what decides about it. There may be millions. */
export class Name {
  /** Position in the record. */
  readonly at: number
  readonly inode: Inode
  /** When it was modified: whole seconds since 1970, and nanoseconds, both of one sign. */
  readonly seconds: number
  readonly nanoseconds: number
  readonly nlink: number
  /** Index of the --primary that it is below; their number when it is below none. */
  rank = 0
  lock: Lock | undefined
  readonly #files: Files
  readonly #index: number
  #key: string | undefined

  /** @param files where the file is found again, by `index` */
  constructor(file: FileRecord, at: number, inode: Inode, files: Files = [file], index = 0) {
    this.at = at
    this.inode = inode
    const ns = BigInt(file.mtimeNs)
    this.seconds = Number(ns / NS)
    this.nanoseconds = Number(ns % NS)
    this.nlink = file.nlink
    this.#files = files
    this.#index = index
  }

  /** Made when it is asked for, where files are held as text. */
  get file(): FileRecord {
    return this.#files.at(this.#index)!
  }

  get path(): Buffer {
    return pathBytes(this.file)
  }

  /** The path's bytes, one latin1 character each. Kept when it was asked for: most names are told apart by their times. */
  get key(): string {
    return (this.#key ??= latin1(this.file))
  }
}

const NS = 1_000_000_000n

/** A string of its own: parts of a longer one are compared ten times slower, and keep it in memory. */
function latin1(file: FileRecord): string {
  return pathBytes(file).toString('latin1')
}
