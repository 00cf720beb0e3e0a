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

/** V8 cannot hold a longer string; a line this long would be a group of some million names. */
const MAX_LINE_BYTES = 500 * 2 ** 20

/**
 * Cut a byte stream into blocks of whole lines. The lines before a bad one still come. Memory: one chunk,
 * or the longest line.
 * split2 is not used: it decodes bytes that are not UTF-8 to U+FFFD, and so could turn one path
 * into another, and it takes a line that was cut short for a whole one.
 * @throws {BadLine} not UTF-8; no LF at the end of the last line; a line over 500 MiB
 */
export async function* readBlocks(input: AsyncIterable<Buffer>): AsyncGenerator<Block> {
  let firstLine = 1
  let rest: Buffer[] = []
  let restBytes = 0
  for await (const chunk of input) {
    steadyHeap(chunk.length)
    const end = chunk.lastIndexOf(LF) + 1
    if (end > 0) {
      const whole = chunk.subarray(0, end)
      const bytes = rest.length === 0 ? whole : Buffer.concat([...rest, whole])
      if (!isUtf8(bytes)) {
        const { line, start } = firstBadLine(bytes, firstLine)
        yield { bytes: bytes.subarray(0, start), firstLine }
        throw new BadLine(line, 'not UTF-8')
      }
      yield { bytes, firstLine }
      firstLine += countLines(bytes)
      rest = []
      restBytes = 0
    }
    if (end < chunk.length) {
      rest.push(chunk.subarray(end))
      restBytes += chunk.length - end
    }
    if (restBytes > MAX_LINE_BYTES) throw new BadLine(firstLine, 'longer than 500 MiB')
  }
  if (rest.length > 0) throw new BadLine(firstLine, 'cut short: no newline at its end')
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
