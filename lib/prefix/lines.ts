import { TempFile } from '../fs/temp-file.js'

/** Lines up to so many bytes stay in memory. */
const MEMORY_BYTES = 32 * 2 ** 20

/** The lines that came in: the first in memory, the others in a temporary file. */
export class Lines {
  readonly #memory = Buffer.allocUnsafeSlow(MEMORY_BYTES) // takes memory only where it is written
  readonly #makeTemp: () => TempFile
  #used = 0
  #temp: TempFile | undefined

  constructor(makeTemp = () => new TempFile()) {
    this.#makeTemp = makeTemp
  }

  /**
   * @returns the offset by which they can be read again
   * @throws {Error} in words: no room for the temporary file
   */
  append(bytes: Buffer): number {
    if (this.#temp === undefined && this.#used + bytes.length <= MEMORY_BYTES) {
      const at = this.#used
      this.#used += bytes.copy(this.#memory, at)
      return at
    }
    this.#temp ??= this.#makeTemp()
    const at = this.#used + this.#temp.bytes
    this.#temp.append(bytes)
    return at
  }

  /** Fill `into` with what stands at `offset`. */
  read(offset: number, into: Buffer): void {
    if (offset < this.#used) this.#memory.copy(into, 0, offset, offset + into.length)
    else this.#temp!.read(into, offset - this.#used)
  }

  close(): void {
    this.#temp?.close()
  }
}
