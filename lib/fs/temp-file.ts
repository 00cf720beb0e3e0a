import { closeSync, readSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { openNameless } from './open-nameless.js'

/** The calls that a temporary file needs; a test passes ones that fail. */
export type TempFileCalls = {
  readonly open: (dir: string) => number
  readonly read: (fd: number, into: Uint8Array, position: number) => number
  readonly write: (fd: number, bytes: Uint8Array, position: number) => number
  readonly close: (fd: number) => void
}

const REAL: TempFileCalls = {
  open: openNameless,
  read: (fd, into, position) => readSync(fd, into, 0, into.length, position),
  write: (fd, bytes, position) => writeSync(fd, bytes, 0, bytes.length, position),
  close: closeSync,
}

/**
 * Bytes that do not fit in memory, in a file without a name. Synchronous, and never synced: nothing
 * in it outlives the process.
 */
export class TempFile {
  readonly #calls: TempFileCalls
  readonly #dir: string
  readonly #fd: number
  #bytes = 0

  /**
   * @param dir where to make it: `$TMPDIR`, else /tmp
   * @throws {Error} in words, naming `dir`: not there, not writable, too many open files
   */
  constructor(dir = tmpdir(), calls = REAL) {
    this.#calls = calls
    this.#dir = dir
    this.#fd = this.#explain(() => calls.open(dir))
  }

  /** Bytes appended so far: where the next ones go. */
  get bytes(): number {
    return this.#bytes
  }

  /** @throws {Error} in words, naming the directory: no space left and the like */
  append(bytes: Uint8Array): void {
    for (let done = 0; done < bytes.length;) {
      const rest = bytes.subarray(done)
      const more = this.#explain(() => this.#calls.write(this.#fd, rest, this.#bytes))
      this.#bytes += more
      done += more
    }
  }

  /**
   * Fill `into` from `position` on.
   * @throws {Error} in words; also when the file ends before `into` is full
   */
  read(into: Uint8Array, position: number): void {
    for (let done = 0; done < into.length;) {
      const rest = into.subarray(done)
      const more = this.#explain(() => this.#calls.read(this.#fd, rest, position + done))
      if (more === 0) throw new Error(this.#about('it is shorter than what was written to it'))
      done += more
    }
  }

  close(): void {
    this.#calls.close(this.#fd)
  }

  /** Say which file it was: `no space left on device` alone would be taken for stdout. */
  #explain<T>(work: () => T): T {
    try {
      return work()
    } catch (cause) {
      throw new Error(this.#about((cause as Error).message), { cause })
    }
  }

  #about(what: string): string {
    return `temporary file in "${this.#dir}" (TMPDIR names another place): ${what}`
  }
}
