import { isUtf8 } from 'node:buffer'
import { steadyHeap } from './steady-heap.js'

/** A line of input that is not a record; `line` counts from 1. */
export class BadLine extends Error {
  readonly line: number
  readonly reason: string
  constructor(line: number, reason: string, cause?: unknown) {
    super(`line ${line}: ${reason}`, { cause })
    this.line = line
    this.reason = reason
  }
}

/** Whole lines of input, each ended by LF, as they came: valid UTF-8. `firstLine` counts from 1. */
export type Block = { readonly bytes: Buffer; readonly firstLine: number }

/** A line that is taken piece by piece, since it is longer than most, and may be than any string. */
export type LongLine<T> = {
  /** @param bytes without LF; used again later. @throws {BadLine} */
  readonly add: (bytes: Buffer) => void
  /** @throws {BadLine} */
  readonly end: () => T
}

/** Says by its beginning, more than 1 MiB, who takes a long line; undefined: nobody, it is a part of a block. */
export type OnLong<T> = (head: Buffer, line: number) => LongLine<T> | undefined

/** What was made of a long line. */
export type Taken<T> = { readonly taken: T }

/** A line that is no longer is a part of a block. */
const LONG_BYTES = 2 ** 20

/** V8 cannot hold a longer string. */
const MAX_LINE_BYTES = 500 * 2 ** 20

export const TOO_LONG = 'longer than 500 MiB'

/**
 * Cut a byte stream into blocks of whole lines. The lines before a bad one still come. Memory: one chunk,
 * or the longest line.
 * split2 is not used: it decodes bytes that are not UTF-8 to U+FFFD, and so could turn one path
 * into another, and it takes a line that was cut short for a whole one.
 * @throws {BadLine} not UTF-8; no LF at the end of the last line; a line over 500 MiB
 */
export async function* readBlocks(input: AsyncIterable<Buffer>): AsyncGenerator<Block> {
  for await (const part of readParts(input, () => undefined)) if ('bytes' in part) yield part
}

/**
 * The same, but for long lines that are taken piece by piece: what is made of them comes instead.
 * @param longBytes a line is asked about when it is longer than that
 */
export async function* readParts<T>(
  input: AsyncIterable<Buffer>,
  onLong: OnLong<T>,
  longBytes = LONG_BYTES,
): AsyncGenerator<Block | Taken<T>> {
  const rest = new Rest()
  let firstLine = 1
  let long: LongLine<T> | undefined
  for await (let bytes of input) {
    steadyHeap(bytes.length)
    if (long !== undefined) {
      const lf = bytes.indexOf(LF)
      long.add(lf === -1 ? bytes : bytes.subarray(0, lf))
      if (lf === -1) continue
      yield { taken: long.end() }
      long = undefined
      firstLine++
      bytes = bytes.subarray(lf + 1)
    }
    const end = bytes.lastIndexOf(LF) + 1
    if (end > 0) {
      const whole = rest.takeWith(bytes.subarray(0, end))
      yield* sound(whole, firstLine)
      firstLine += countLines(whole)
    }
    if (end < bytes.length) rest.add(bytes.subarray(end))
    if (rest.length > MAX_LINE_BYTES) throw new BadLine(firstLine, TOO_LONG)
    long = rest.askOnce(longBytes, (head) => onLong(head, firstLine))
  }
  if (long !== undefined || rest.length > 0)
    throw new BadLine(firstLine, 'cut short: no newline at its end')
}

/** The lines before the first that is not UTF-8. @throws {BadLine} there is one */
function* sound(bytes: Buffer, firstLine: number): Generator<Block> {
  if (isUtf8(bytes)) return yield { bytes, firstLine }
  const { line, start } = firstBadLine(bytes, firstLine)
  yield { bytes: bytes.subarray(0, start), firstLine }
  throw new BadLine(line, 'not UTF-8')
}

/** The beginning of a line whose end has not come. */
class Rest {
  #pieces: Buffer[] = []
  #isAsked = false
  length = 0

  add(bytes: Buffer): void {
    this.#pieces.push(bytes)
    this.length += bytes.length
  }

  /** All of it and what follows it; nothing is left. */
  takeWith(bytes: Buffer): Buffer {
    const whole = this.length === 0 ? bytes : Buffer.concat([...this.#pieces, bytes])
    this.#pieces = []
    this.#isAsked = false
    this.length = 0
    return whole
  }

  /** Ask about a long line who takes it; whoever does has all of it then. */
  askOnce<T>(
    longBytes: number,
    ask: (head: Buffer) => LongLine<T> | undefined,
  ): LongLine<T> | undefined {
    if (this.#isAsked || this.length <= longBytes) return undefined
    this.#isAsked = true
    const head = Buffer.concat(this.#pieces)
    const long = ask(head)
    if (long === undefined) return undefined
    long.add(head)
    this.takeWith(head.subarray(0, 0))
    return long
  }
}

const LF = 0x0a

function countLines(bytes: Buffer): number {
  let lines = 0
  for (let at = bytes.indexOf(LF); at !== -1; at = bytes.indexOf(LF, at + 1)) lines++
  return lines
}

function firstBadLine(bytes: Buffer, firstLine: number): { line: number; start: number } {
  let line = firstLine
  let start = 0
  for (;;) {
    const end = bytes.indexOf(LF, start) + 1
    if (end === 0 || !isUtf8(bytes.subarray(start, end))) return { line, start }
    line++
    start = end
  }
}
