import type { FileRecord } from '../record/file.js'
import type { Files } from '../record/group.js'
import { pathBytes } from '../record/path.js'
import { toLatin1 } from '../stream/to-latin1.js'

/** Why a name stays whatever the plan: the user said so, it may be no name of its own, its drive is not to change. */
export type Lock = 'protected' | 'alias' | 'read-only'

/**
 * All names that a set has of one file, seen on one device or several, best keeper first: a unit that
 * stays or goes as one. Mostly it is a single name, and a list of it would take more memory than all
 * the rest.
 */
export class Inode {
  /** Names that it has, inside the set and outside. */
  nlink = 0
  /** Is it seen on several devices? */
  isSeenTwice = false
  #best: Name | undefined
  #others: Name[] | undefined

  /** @param name as good a keeper as the names before, or worse */
  add(name: Name): void {
    this.nlink = Math.max(this.nlink, name.nlink)
    if (this.#best === undefined) this.#best = name
    else if (this.#others === undefined) this.#others = [name]
    else this.#others.push(name)
  }

  get id(): this {
    return this
  }

  get best(): Name {
    return this.#best!
  }

  /** Names that the set has of it. */
  get count(): number {
    if (this.#best === undefined) return 0
    return this.#others === undefined ? 1 : 1 + this.#others.length
  }

  get names(): readonly Name[] {
    if (this.#best === undefined) return []
    return this.#others === undefined ? [this.#best] : [this.#best, ...this.#others]
  }
}

/** One name of a set, with what decides about it. There may be millions. */
export class Name {
  /** Position in the record. */
  readonly at: number
  readonly inode: Inode
  /** When it was modified: whole seconds since 1970, and nanoseconds; before that they say no more than that. */
  readonly seconds: number
  readonly nanoseconds: number
  readonly nlink: number
  /** The path's bytes, one latin1 character each. */
  readonly key: string
  /** Index of the --primary that it is below; their number when it is below none. */
  rank = 0
  lock: Lock | undefined
  readonly #files: Files
  readonly #index: number

  /** @param files where the file is found again, by `index` */
  constructor(file: FileRecord, at: number, inode: Inode, files: Files = [file], index = 0) {
    this.at = at
    this.inode = inode
    const seconds = file.mtimeNs.slice(0, -NS_DIGITS)
    this.seconds = Number(seconds === '-' ? 0 : seconds)
    this.nanoseconds = Number(file.mtimeNs.slice(-NS_DIGITS))
    this.nlink = file.nlink
    this.key = keyOf(file)
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
}

/** Digits of nanoseconds after those of whole seconds. */
const NS_DIGITS = 9

/** Characters of a path that has few: others stay parts of the text, or would take as much memory again. */
const SHORT = 256

/** A string of its own: a part of a longer one is compared five times slower. */
function keyOf(file: FileRecord): string {
  if (file.path !== undefined && file.path.length > SHORT) return toLatin1(file.path)
  return pathBytes(file).toString('latin1')
}
