import { TempFile } from './temp-file.js'

/** Bytes set aside to be read again, in a temporary file that has no name. */
export type Spool = {
  readonly write: (bytes: Buffer) => void
  /** All that was written, from the start. May be called again. */
  readonly read: () => AsyncIterable<Buffer>
  readonly close: () => void
}

/** A spool in $TMPDIR. It throws errors in words, which name the directory. */
export function openSpool(): Spool {
  const file = new TempFile()
  return {
    write: (bytes) => file.append(bytes),
    read: () => chunks(file),
    close: () => file.close(),
  }
}

const CHUNK_BYTES = 256 * 1024

/** Not a stream of node:fs: one that is left before its end closes the descriptor, which is ours. */
async function* chunks(file: TempFile): AsyncGenerator<Buffer> {
  for (let at = 0; at < file.bytes;) {
    const buffer = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, file.bytes - at))
    file.read(buffer, at)
    at += buffer.length
    yield buffer
  }
}
