// A journal's file in memory: what `openAppend` gives, without a disk.
import type { AppendFile } from '../../lib/fs/append-file.js'
import { Journal, readRows } from '../../lib/apply/journal.js'
import { decodeRows, HEADER, type Row } from '../../lib/apply/journal-row.js'

export type MemoryFile = AppendFile & { bytes: Buffer }

export function memoryFile(start: Buffer | string = ''): MemoryFile {
  const file = {
    path: '/memory/journal.csv',
    bytes: Buffer.from(start),
    size: () => file.bytes.length,
    read: (buffer: Buffer, position: number) => file.bytes.copy(buffer, 0, position),
    append: (bytes: Buffer) => {
      file.bytes = Buffer.concat([file.bytes, bytes])
    },
    sync: () => {},
    truncate: (size: number) => {
      file.bytes = file.bytes.subarray(0, size)
    },
    close: () => {},
  }
  return file
}

/** All rows, in order. */
export function rowsOf(file: AppendFile): Row[] {
  return [...readRows(file, false)].flat()
}

/** A journal of these rows. */
export function journalOf(rows: readonly Row[]): MemoryFile {
  const file = memoryFile()
  const journal = new Journal(file)
  journal.begin()
  journal.append(rows)
  return file
}

/** `PENDING` or the other statuses of rows that are about to be written. */
export function statusesIn(bytes: Buffer): string {
  if (bytes.toString('latin1') === HEADER) return 'header'
  try {
    return [...new Set(decodeRows(bytes).map(({ status }) => status))].join(',')
  } catch {
    return ''
  }
}
