import { parseFile } from '../record/file.js'
import { pathBytes } from '../record/path.js'
import { asBuffer } from '../thread/as-buffer.js'
import type { Files } from './files.js'

/** The lines of some files, as they are sent to a thread. */
export type PackedLines = {
  /** Back to back, without LF. */
  readonly lines: Uint8Array
  /** For each file where its line ends. */
  readonly lineEnds: Uint32Array
}

/** A file as it was listed, with what must be true of it when it is read. */
export type Listed = {
  readonly path: Buffer
  readonly size: number
  readonly ino: bigint
  readonly mtimeNs: bigint
  readonly uid: number
}

export function packedLines(numbers: Iterable<number>, files: Files): PackedLines {
  const lines = Array.from(numbers, (file) => files.line(file))
  const lineEnds = new Uint32Array(lines.length)
  for (let i = 0, end = 0; i < lines.length; i++) lineEnds[i] = end += lines[i]!.length
  return { lines: Buffer.concat(lines), lineEnds }
}

/** The files from place `first` to before place `end`. */
export function listedFiles(packed: PackedLines, first: number, end: number): Listed[] {
  const lines = asBuffer(packed.lines)
  return Array.from({ length: end - first }, (_, i) => {
    const start = first + i === 0 ? 0 : packed.lineEnds[first + i - 1]!
    return listed(lines.toString('utf8', start, packed.lineEnds[first + i]))
  })
}

function listed(line: string): Listed {
  const record = parseFile(JSON.parse(line))
  const { size, ino, mtimeNs, uid } = record
  return { path: pathBytes(record), size, ino: BigInt(ino), mtimeNs: BigInt(mtimeNs), uid }
}
