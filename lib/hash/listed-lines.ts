import { parseFile, type FileRecord, type Stat } from '../record/file.js'
import type { PathFields } from '../record/path.js'
import type { Block } from '../stream/read-blocks.js'
import { parseLine } from '../stream/read-records.js'
import { MOST_SCANNED_BYTES, scanLine, type Scanned } from '../stream/scan-line.js'
import { fromLatin1 } from '../stream/from-latin1.js'

/** What hashing needs to know of a file record. */
export type Listed = PathFields &
  Pick<Stat, 'size' | 'dev' | 'ino' | 'nlink' | 'uid' | 'mtimeNs' | 'ctimeNs'> & {
    readonly [F in 'host' | 'head' | 'headBytes' | 'hash' | 'algo' | 'readNs']?:
      FileRecord[F] | undefined
  }

/** A record, and the line that it came in: one latin1 character a byte, without its LF. */
export type ListedLine = { readonly record: Listed; readonly line: string }

/**
 * The file records of a block one by one, each read when it is asked for. Blank lines are skipped.
 * @throws {BadLine}
 */
export function* listedLines({ bytes, firstLine }: Block): Generator<ListedLine, void> {
  const text = bytes.toString('latin1')
  const isScanned = bytes.length <= MOST_SCANNED_BYTES
  for (let at = 0, number = firstLine; at < text.length; number++) {
    const scanned = isScanned ? scanLine(bytes, text, at) : undefined
    const end = scanned === undefined ? text.indexOf('\n', at) : at + scanned.lineBytes
    const line = text.slice(at, end)
    at = end + 1
    if (scanned !== undefined) yield { record: listed(scanned), line }
    else if (line.trim() !== '')
      yield { record: parseLine(fromLatin1(line), number, parseFile), line }
  }
}

function listed(scanned: Scanned): Listed {
  const { name, size, dev, ino, nlink, uid, mtimeNs, ctimeNs, host } = scanned
  const { head, headBytes, hash, algo, readNs } = scanned
  const stat = { size, dev, ino, nlink, uid, mtimeNs, ctimeNs, host }
  return { path: fromLatin1(name), ...stat, head, headBytes, hash, algo, readNs }
}
