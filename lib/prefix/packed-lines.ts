import { MOST_SCANNED_BYTES } from '../stream/scan-line.js'
import { asBuffer } from '../thread/as-buffer.js'
import { factLines, type Facts } from './facts.js'

/** The lines of some files, as they are sent to a thread. */
export function packedLines(
  numbers: Iterable<number>,
  files: { readonly line: (file: number) => Buffer },
): Buffer {
  const parts: Buffer[] = []
  for (const file of numbers) parts.push(files.line(file), LF)
  return Buffer.concat(parts)
}

const LF = Buffer.from('\n')

/** What packed lines say of their files. */
export function unpackedFacts(lines: Uint8Array): Facts[] {
  const bytes = asBuffer(lines)
  const facts: Facts[] = []
  for (let from = 0, to = 0; from < bytes.length; from = to) {
    to = Math.max(bytes.lastIndexOf(10, from + MOST_SCANNED_BYTES - 1), bytes.indexOf(10, from)) + 1
    for (const line of factLines({ bytes: bytes.subarray(from, to), firstLine: 1 }))
      facts.push(line.facts)
  }
  return facts
}
