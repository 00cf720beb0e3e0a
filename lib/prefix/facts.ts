import { parseFile, type FileRecord } from '../record/file.js'
import { pathBytes } from '../record/path.js'
import type { Block } from '../stream/read-blocks.js'
import { parseLine } from '../stream/read-records.js'
import { MOST_SCANNED_BYTES, scanLine, type Scanned } from '../stream/scan-line.js'

/** What a line says of a file, as far as reading it and telling it from others go. */
export type Facts = Pick<Scanned, Needed> & {
  readonly path: string | Buffer
}

type Needed = 'size' | 'dev' | 'ino' | 'nlink' | 'uid' | 'mtimeNs' | 'host' | 'hash' | 'algo'

/** A line of a block: where it starts, its bytes without the LF, and what it says. */
export type FactLine = { readonly at: number; readonly bytes: number; readonly facts: Facts }

const LF = 0x0a
const NOT_ASCII = /[^\0-\x7f]/

/**
 * The file records of a block, one by one. Blank lines are skipped.
 * @throws {BadLine}
 */
export function* factLines({ bytes, firstLine }: Block): Generator<FactLine> {
  const isScanned = bytes.length <= MOST_SCANNED_BYTES
  const text = isScanned ? bytes.toString('latin1') : ''
  for (let at = 0, number = firstLine; at < bytes.length; number++) {
    const scanned = isScanned ? scanLine(bytes, text, at) : undefined
    const end = scanned === undefined ? bytes.indexOf(LF, at) : at + scanned.lineBytes
    const facts = scanned === undefined ? parsed(bytes, at, end, number) : ofScanned(scanned)
    if (facts !== undefined) yield { at, bytes: end - at, facts }
    at = end + 1
  }
}

function ofScanned(scanned: Scanned): Facts {
  const { name, size, dev, ino, nlink, uid, mtimeNs, host, hash, algo } = scanned
  const path = NOT_ASCII.test(name) ? Buffer.from(name, 'latin1') : name
  return { path, size, dev, ino, nlink, uid, mtimeNs, host, hash, algo }
}

/** Any spelling that JSON allows. Undefined: the line is blank. */
function parsed(bytes: Buffer, at: number, end: number, number: number): Facts | undefined {
  const line = bytes.toString('utf8', at, end)
  return line.trim() === '' ? undefined : factsOf(parseLine(line, number, parseFile))
}

export function factsOf(record: FileRecord): Facts {
  const { size, dev, ino, nlink, uid, mtimeNs, host, hash, algo } = record
  return { path: pathBytes(record), size, dev, ino, nlink, uid, mtimeNs, host, hash, algo }
}

/** What must be true of the file when it is read. */
export function exact({ size, ino, mtimeNs }: Facts) {
  return { size, ino: BigInt(ino), mtimeNs: BigInt(mtimeNs) }
}
