import { inodeKey } from '../record/file.js'
import { inodeTrust } from '../fs/inode-trust.js'
import type { Outcome } from './job.js'
import type { Request } from './lanes.js'
import type { Listed } from './listed-lines.js'

type Shared = { hex: string | undefined; namesLeft: number; readonly waiting: Name[] }
type Name = readonly [record: Listed, request: Request]
type Read = (...name: Name) => void

/** Inodes to remember: some 300 bytes each. */
export const MAX_INODES = 65_536

/**
 * Lets a file with several names be read once. An inode is remembered until all its names have
 * come, or, if some lie elsewhere, until `MAX_INODES` others have come since; then it is read again.
 */
export class SharedInodes {
  readonly #read: Read
  readonly #isTrusted: (record: Listed) => boolean
  readonly #inodes = new Map<string, Shared>()

  /**
   * @param read reads a file, now or later
   * @param isTrusted whether equal inodes are one file, where this record is
   */
  constructor(read: Read, isTrusted = inodeTrust()) {
    this.#read = read
    this.#isTrusted = isTrusted
  }

  /**
   * Read the file, unless it was read under another name: then take what that brought. If that
   * failed, as behind a directory that is closed to us, this name is tried itself.
   */
  read(record: Listed, request: Request): void {
    if (record.nlink < 2 || !this.#isTrusted(record)) return this.#read(record, request)
    const key = `${inodeKey(record)}:${record.size}:${record.mtimeNs}`
    const shared = this.#inodes.get(key)
    if (shared === undefined) return this.#readFirst(key, record, request)
    if (--shared.namesLeft === 0) this.#inodes.delete(key)
    if (shared.hex === undefined) shared.waiting.push([record, request])
    else request.done(shared.hex)
  }

  #readFirst(key: string, record: Listed, request: Request): void {
    const shared: Shared = { hex: undefined, namesLeft: record.nlink - 1, waiting: [] }
    this.#remember(key, shared)
    const done = (outcome: Outcome) => {
      request.done(outcome)
      const isRead = typeof outcome === 'string'
      if (isRead) shared.hex = outcome
      else if (this.#inodes.get(key) === shared) this.#inodes.delete(key)
      for (const name of shared.waiting.splice(0))
        isRead ? name[1].done(outcome) : this.read(...name)
    }
    this.#read(record, { done })
  }

  #remember(key: string, shared: Shared): void {
    if (this.#inodes.size === MAX_INODES) {
      const [oldest] = this.#inodes.keys()
      this.#inodes.delete(oldest!)
    }
    this.#inodes.set(key, shared)
  }
}
