import type { Writable } from 'node:stream'
import { steadyHeap } from './steady-heap.js'

/** Bytes gathered before a write: a write per record would cost more than the record. */
const WRITE_BYTES = 64 * 1024

/**
 * Writes lines in pieces of about 64 KiB and waits for the reader. Nothing is written before
 * `WRITE_BYTES` have come together or `flush` is called.
 */
export class LineWriter {
  readonly #out: Writable
  #lines: string[] = []
  #chars = 0
  readonly #encoding: BufferEncoding
  #broken: Error | undefined

  /** @param encoding `latin1` for lines that hold one character a byte */
  constructor(out: Writable, encoding: BufferEncoding = 'utf8') {
    this.#out = out
    this.#encoding = encoding
    out.on('error', (error) => (this.#broken ??= error))
  }

  /** Add a line, without its LF. True: enough has gathered, the caller should `await flush()`. */
  add(line: string): boolean {
    this.#lines.push(line)
    this.#chars += line.length + 1
    return this.#chars >= WRITE_BYTES
  }

  /**
   * Write what has gathered; resolves when the stream has taken it.
   * @throws {NodeJS.ErrnoException} EPIPE when the reader has left, ENOSPC and the like
   */
  async flush(): Promise<void> {
    if (this.#broken) throw this.#broken
    if (this.#lines.length === 0) return
    const text = `${this.#lines.join('\n')}\n`
    steadyHeap(text.length)
    this.#lines = []
    this.#chars = 0
    await writeAll(this.#out, text, this.#encoding)
  }
}

/** Resolves when the stream has taken all of it, rejects when it cannot. */
export function writeAll(
  out: Writable,
  data: string | Uint8Array,
  encoding: BufferEncoding = 'utf8',
): Promise<void> {
  return new Promise((resolve, reject) => {
    out.write(data, encoding, (error) => (error ? reject(error) : resolve()))
  })
}

/** Write each record of each batch as a line of JSON. */
export async function writeRecords(
  batches: AsyncIterable<readonly object[]> | Iterable<readonly object[]>,
  out: Writable,
): Promise<void> {
  await writeSpelled(batches, out, JSON.stringify)
}

/** The same for records that are not spelled as all others. @param spell gives the line of one */
export async function writeSpelled<T>(
  batches: AsyncIterable<readonly T[]> | Iterable<readonly T[]>,
  out: Writable,
  spell: (record: T) => string,
): Promise<void> {
  const writer = new LineWriter(out)
  for await (const batch of batches)
    for (const record of batch) if (writer.add(spell(record))) await writer.flush()
  await writer.flush()
}

/** Write each line of each batch; whoever reads has a batch before the next one is asked for. */
export async function writeLines(
  batches: AsyncIterable<readonly string[]>,
  out: Writable,
  encoding?: BufferEncoding,
): Promise<void> {
  const writer = new LineWriter(out, encoding)
  for await (const batch of batches) {
    for (const line of batch) if (writer.add(line)) await writer.flush()
    await writer.flush()
  }
}
