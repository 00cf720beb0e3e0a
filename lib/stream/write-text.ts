import type { Writable } from 'node:stream'
import { steadyHeap } from './steady-heap.js'
import { writeAll } from './write-lines.js'

/** Characters gathered before a write. */
const WRITE_CHARS = 64 * 1024

/**
 * Write text that comes in pieces, as a line does that may be longer than any string, and wait for the
 * reader.
 * @param pieces none ends within a surrogate pair: the two halves might be written apart, as U+FFFD
 * @throws {NodeJS.ErrnoException} EPIPE when the reader has left, ENOSPC and the like
 */
export async function writeText(pieces: Iterable<string>, out: Writable): Promise<void> {
  let text = ''
  const flush = async () => {
    steadyHeap(text.length)
    await writeAll(out, text)
    text = ''
  }
  for (const piece of pieces) {
    text += piece
    if (text.length >= WRITE_CHARS) await flush()
  }
  if (text !== '') await flush()
}
