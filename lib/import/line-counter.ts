const LF = 0x0a

/** Counts the lines of a stream up to offsets that only grow. */
export class LineCounter {
  #chunk: Buffer = Buffer.alloc(0)
  /** Offset in the stream of the first byte of the chunk. */
  #start = 0
  /** Bytes of the chunk that are counted. */
  #counted = 0
  #line = 1

  /** The next chunk of the stream. */
  add(chunk: Buffer): void {
    this.lineAt(this.#start + this.#chunk.length)
    this.#start += this.#chunk.length
    this.#chunk = chunk
    this.#counted = 0
  }

  /** The line, from 1, that the byte at `offset` is on; offsets before the last one asked for count as that. */
  lineAt(offset: number): number {
    const end = Math.min(offset - this.#start, this.#chunk.length)
    let at = this.#chunk.indexOf(LF, this.#counted)
    for (; at !== -1 && at < end; at = this.#chunk.indexOf(LF, at + 1)) this.#line++
    this.#counted = Math.max(this.#counted, end)
    return this.#line
  }
}
