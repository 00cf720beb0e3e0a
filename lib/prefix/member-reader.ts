import { Changed, checkListed, MEANWHILE, openListed, type ReadCalls } from '../fs/listed-file.js'
import type { SentCause } from '../record/sent-cause.js'
import type { Member } from './bucket.js'
import { exact, type Facts } from './facts.js'

/** A file that could not be read, by its number in the cluster. */
export type Failure = SentCause & { readonly file: number }

/** Reads the files of a cluster, and keeps the last few of them open. */
export class MemberReader {
  readonly failures: Failure[] = []
  readonly #listed: readonly Facts[]
  readonly #fs: ReadCalls
  readonly #mostOpen: number
  /** Descriptors by file, the one that was used last at the end. */
  readonly #open = new Map<number, number>()

  /** @param mostOpen descriptors at a time, at least 1 */
  constructor(listed: readonly Facts[], fs: ReadCalls, mostOpen: number) {
    this.#listed = listed
    this.#fs = fs
    this.#mostOpen = mostOpen
  }

  /**
   * Fill `into` with what is in the file from `from` on; false: it could not be, as `failures` says.
   * After each read it must be the file that was listed, with the size and time that it had then.
   */
  read({ file }: Pick<Member, 'file'>, from: number, into: Buffer): boolean {
    try {
      const fd = this.#descriptor(file)
      try {
        this.#fill(fd, from, into)
      } finally {
        // That tells more than an error of the read, as of a FIFO that took its name.
        checkListed(this.#fs.fstatSync(fd, { bigint: true }), exact(this.#listed[file]!))
      }
      return true
    } catch (error) {
      const { code = '', message } = error as NodeJS.ErrnoException
      this.failures.push({ file, code, message })
      return false
    }
  }

  close(): void {
    for (const fd of this.#open.values()) this.#fs.closeSync(fd)
    this.#open.clear()
  }

  #descriptor(file: number): number {
    const known = this.#open.get(file)
    if (known !== undefined) this.#open.delete(file)
    else if (this.#open.size >= this.#mostOpen) this.#closeOldest()
    const { path, uid } = this.#listed[file]!
    const fd = known ?? openListed(this.#fs, path, uid)
    this.#open.set(file, fd)
    return fd
  }

  #closeOldest(): void {
    for (const [file, fd] of this.#open) {
      this.#open.delete(file)
      return this.#fs.closeSync(fd)
    }
  }

  #fill(fd: number, from: number, into: Buffer): void {
    for (let done = 0; done < into.length;) {
      const bytes = this.#fs.readSync(fd, into, done, into.length - done, from + done)
      if (bytes === 0) throw new Changed(MEANWHILE)
      done += bytes
    }
  }
}
