import { closeSync, readSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { openNameless } from './open-nameless.js'
import { writeAll } from './real-disk.js'

/** Bytes set aside to be read again, in a temporary file that has no name. */
export type Spool = {
  readonly write: (bytes: Buffer) => void
  /** All that was written, from the start. May be called again. */
  readonly read: () => AsyncIterable<Buffer>
  readonly close: () => void
}

/** A spool in $TMPDIR. @throws {NodeJS.ErrnoException} */
export function openSpool(): Spool {
  const fd = openNameless(tmpdir())
  return {
    write: (bytes) => writeAll(fd, bytes),
    read: () => chunks(fd),
    close: () => closeSync(fd),
  }
}

const CHUNK_BYTES = 256 * 1024

/** Not a stream of node:fs: one that is left before its end closes the descriptor, which is ours. */
async function* chunks(fd: number): AsyncGenerator<Buffer> {
  for (let at = 0; ;) {
    const buffer = Buffer.allocUnsafe(CHUNK_BYTES)
    const read = readSync(fd, buffer, 0, CHUNK_BYTES, at)
    if (read === 0) return
    at += read
    yield buffer.subarray(0, read)
  }
}
