import { closeSync, constants, openSync, readSync, unlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeAll } from './real-disk.js'

/** Bytes set aside to be read again, in a temporary file that has no name. */
export type Spool = {
  readonly write: (bytes: Buffer) => void
  /** All that was written, from the start. May be called again. */
  readonly read: () => AsyncIterable<Buffer>
  readonly close: () => void
}

/** Not among Node's constants: __O_TMPFILE | O_DIRECTORY. */
const O_TMPFILE = 0o20000000 | constants.O_DIRECTORY

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

function openNameless(dir: string): number {
  try {
    return openSync(dir, O_TMPFILE | constants.O_RDWR, 0o600)
  } catch {
    const path = join(dir, `.dd-spool-${process.pid}-${process.hrtime.bigint()}`)
    const fd = openSync(path, 'wx+', 0o600)
    unlinkSync(path)
    return fd
  }
}
