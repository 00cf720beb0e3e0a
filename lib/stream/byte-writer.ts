import type { Writable } from 'node:stream'
import { writeAll } from './write-lines.js'

/** Bytes gathered before a write: a write per record would cost more than the record. */
const WRITE_BYTES = 64 * 1024

/**
 * Writes bytes in pieces of 64 KiB and waits for the reader. For what is already bytes; see LineWriter.
 * It uses its memory again: for streams that are done with a piece when they call back, as stdout and
 * files are, and a PassThrough is not.
 */
export class ByteWriter {
  readonly #out: Writable
  readonly #gathered = Buffer.allocUnsafeSlow(WRITE_BYTES)
  #used = 0

  constructor(out: Writable) {
    this.#out = out
  }

  /**
   * Add `bytes` from `start` to `end`. Returns a promise only when it has to write: await it before
   * `bytes` changes and before anything else is added.
   */
  add(bytes: Buffer, start = 0, end = bytes.length): Promise<void> | undefined {
    if (end - start > WRITE_BYTES - this.#used) return this.#makeRoom(bytes.subarray(start, end))
    this.#used += bytes.copy(this.#gathered, this.#used, start, end)
    return undefined
  }

  async #makeRoom(bytes: Buffer): Promise<void> {
    await this.flush()
    if (bytes.length > WRITE_BYTES) await writeAll(this.#out, bytes)
    else this.#used = bytes.copy(this.#gathered)
  }

  /**
   * Write what has gathered; resolves when the stream has taken it.
   * @throws {NodeJS.ErrnoException} EPIPE when the reader has left, ENOSPC and the like
   */
  async flush(): Promise<void> {
    if (this.#used === 0) return
    const bytes = this.#gathered.subarray(0, this.#used)
    this.#used = 0
    await writeAll(this.#out, bytes)
  }
}
