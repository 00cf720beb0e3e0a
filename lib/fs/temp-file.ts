import { randomBytes } from 'node:crypto'
import { closeSync, openSync, readSync, unlinkSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** The calls that a temporary file needs; a test passes ones that fail. */
export type TempFileCalls = {
  readonly openSync: typeof openSync
  readonly unlinkSync: typeof unlinkSync
  readonly readSync: (
    fd: number,
    into: Uint8Array,
    offset: number,
    length: number,
    position: number,
  ) => number
  readonly writeSync: (
    fd: number,
    bytes: Uint8Array,
    offset: number,
    length: number,
    position: number,
  ) => number
  readonly closeSync: typeof closeSync
}

const REAL: TempFileCalls = { openSync, unlinkSync, readSync, writeSync, closeSync }

/**
 * Bytes that do not fit in memory. The file loses its name as soon as it is open, so that the
 * kernel frees it however the process ends, `kill -9` included. Synchronous, and never synced:
 * nothing in it outlives the process.
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
    this.#fd = this.#explain(() => {
      const path = join(dir, `dd-tools-${process.pid}-${randomBytes(8).toString('hex')}`)
      const fd = calls.openSync(path, 'wx+', 0o600)
      calls.unlinkSync(path)
      return fd
    })
  }

  /** Bytes appended so far: where the next ones go. */
  get bytes(): number {
    return this.#bytes
  }

  /** @throws {Error} in words, naming the directory: no space left and the like; some bytes may be written */
  append(bytes: Uint8Array): void {
    let done = 0
    while (done < bytes.length)
      done += this.#explain(() =>
        this.#calls.writeSync(this.#fd, bytes, done, bytes.length - done, this.#bytes + done),
      )
    this.#bytes += done
  }

  /**
   * Fill `into` from `position` on.
   * @throws {Error} in words; also when the file ends before `into` is full
   */
  read(into: Uint8Array, position: number): void {
    let done = 0
    while (done < into.length) {
      const more = this.#explain(() =>
        this.#calls.readSync(this.#fd, into, done, into.length - done, position + done),
      )
      if (more === 0)
        throw new Error(`temporary file in ${this.#dir} is shorter than it was written`)
      done += more
    }
  }

  close(): void {
    this.#calls.closeSync(this.#fd)
  }

  /** Says which file it was about: `no space left on device` alone would be taken for stdout. */
  #explain<T>(work: () => T): T {
    try {
      return work()
    } catch (cause) {
      const { message } = cause as Error
      throw new Error(
        `temporary file in ${this.#dir} (set TMPDIR to use another place): ${message}`,
        {
          cause,
        },
      )
    }
  }
}
