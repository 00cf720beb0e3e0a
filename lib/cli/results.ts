import type { Writable } from 'node:stream'
import type { OnFault } from '../record/fault.js'
import { formatSize } from '../record/format-size.js'
import type { ResultRecord } from '../record/result.js'
import { LineWriter } from '../stream/write-lines.js'

/** What is told in one line of all: there may be as many as a file system has names. */
const FULL = 'full'

/** Not done, and nothing to complain about: it was done before, has nothing to give, never can be, or is taken back as asked. */
const WANTED = new Set(['already', 'shared', 'inline', 'back', FULL])

/** Writes results, tells the failed ones on stderr, and counts. */
export class Results {
  readonly #writer: LineWriter
  readonly #fault: OnFault
  readonly #counts = { would: 0, done: 0, skipped: 0, failed: 0 }
  #freed = 0
  #full = 0
  #reader = true

  constructor(stdout: Writable, fault: OnFault) {
    this.#writer = new LineWriter(stdout)
    this.#fault = fault
  }

  /**
   * A reader that leaves does not stop what was promised: the journal has the results too.
   * @throws {NodeJS.ErrnoException} ENOSPC and the like
   */
  async write(results: readonly ResultRecord[]): Promise<void> {
    for (const result of results) {
      this.#counts[result.status]++
      this.#freed += result.freed
      this.#tell(result)
      this.#writer.add(JSON.stringify(result))
    }
    try {
      if (this.#reader) await this.#writer.flush()
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EPIPE') throw error
      this.#reader = false
    }
  }

  /** One line: what was done, or, in a dry run, would be. */
  summary(dry: boolean): string {
    const { would, done, skipped, failed } = this.#counts
    const rest = `${formatSize(this.#freed)}; ${skipped} skipped, ${failed} failed`
    return dry
      ? `${steps(would)} would be done, freeing ${rest}; nothing was changed (--apply does it)`
      : `${steps(done)} done, freeing ${rest}`
  }

  /** What is told of many results at once: files that stay, since nothing can be linked to their keepers. */
  get notes(): string[] {
    const full = this.#full
    if (full === 0) return []
    const stays = full === 1 ? '1 file stays as it is' : `${full} files stay as they are`
    return [`${stays}: no more hard links can be made to what would be kept`]
  }

  #tell({ op, error, note, ...path }: ResultRecord): void {
    if (error?.code === FULL) this.#full++
    const why = error && WANTED.has(error.code) ? note : (error ?? note)
    if (why) this.#fault({ doing: op, path, cause: new Error(why.message) })
  }
}

function steps(count: number): string {
  return count === 1 ? '1 step' : `${count} steps`
}
