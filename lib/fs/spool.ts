import { closeSync, createReadStream } from 'node:fs'
import { tmpdir } from 'node:os'
import type { Readable } from 'node:stream'
import { openNameless } from './open-nameless.js'
import { writeAll } from './real-disk.js'

/** Bytes set aside to be read again, in a temporary file that has no name. */
export type Spool = {
  readonly write: (bytes: Buffer) => void
  /** All that was written, from the start. May be called again. */
  readonly read: () => Readable
  readonly close: () => void
}

/** A spool in $TMPDIR. @throws {NodeJS.ErrnoException} */
export function openSpool(): Spool {
  const fd = openNameless(tmpdir())
  return {
    write: (bytes) => writeAll(fd, bytes),
    read: () => createReadStream('', { fd, autoClose: false, start: 0, highWaterMark: 256 * 1024 }),
    close: () => closeSync(fd),
  }
}
