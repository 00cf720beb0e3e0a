import { writeSync } from 'node:fs'
import { Writable } from 'node:stream'

/**
 * A stream to an open file that writes all bytes or fails. Node's own stream for a standard output
 * that is a file takes a short write for a whole one: a disk that fills up would cut the output
 * short, and nobody would know.
 */
export function wholeWrites(fd: number, write = writeBytes): Writable {
  return new Writable({
    write(chunk: Buffer, _encoding, done) {
      try {
        for (let at = 0; at < chunk.length;) at += write(fd, chunk, at)
        done()
      } catch (error) {
        done(error as Error)
      }
    },
  })
}

function writeBytes(fd: number, bytes: Buffer, from: number): number {
  return writeSync(fd, bytes, from)
}
