import type { Writable } from 'node:stream'
import { ByteWriter } from '../stream/byte-writer.js'
import type { Cursor } from './cursor.js'

/** Write the lines of all records as they came. */
export async function writeFiles(cursor: Cursor, out: Writable): Promise<void> {
  const writer = new ByteWriter(out)
  while (cursor.next()) {
    const { bytes, lineStart, lineEnd } = cursor.frame
    const writing = writer.add(bytes, lineStart, lineEnd)
    if (writing !== undefined) await writing
  }
  await writer.flush()
}
