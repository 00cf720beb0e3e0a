import { BadLine } from '../stream/read-blocks.js'

/** One character a byte; `number` counts from 1. */
export type RawLine = { readonly text: string; readonly number: number }

/** No set of names is longer, and V8 could not hold it. */
const MAX_LINE_BYTES = 500 * 2 ** 20

/** Cuts a stream of any bytes into lines. Memory: a chunk, or the longest line. */
export class LineSplitter {
  readonly #onLine: (line: RawLine) => void
  readonly #end: string
  #rest = ''
  #number = 1

  /** @param end what ends a line: LF, or NUL */
  constructor(onLine: (line: RawLine) => void, end = '\n') {
    this.#onLine = onLine
    this.#end = end
  }

  /** @throws {BadLine} a line over 500 MiB, and whatever `onLine` throws */
  write(chunk: Buffer): void {
    const [first = '', ...others] = chunk.toString('latin1').split(this.#end)
    this.#rest += first
    if (this.#rest.length > MAX_LINE_BYTES) throw new BadLine(this.#number, 'longer than 500 MiB')
    for (const next of others) {
      const text = this.#rest
      this.#rest = next
      this.#onLine({ text, number: this.#number++ })
    }
  }

  /** @throws {BadLine} the last line has no end, so it may be half a name */
  end(): void {
    if (this.#rest === '') return
    const missing = this.#end === '\n' ? 'newline' : 'NUL'
    throw new BadLine(this.#number, `cut short: no ${missing} at its end`)
  }
}
