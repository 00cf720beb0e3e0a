import { Changed, checkListed, MEANWHILE, openListed, type ReadCalls } from '../fs/listed-file.js'
import { isZero } from './bytes.js'
import { exact, type Facts } from './facts.js'
import { BLOCK_BYTES, writeSignature } from './signature.js'

/** What was seen of a file: bytes of its signature, and bytes that are to be compared. */
export type Seen = { readonly signatureBytes: number; readonly length: number }

/** Bytes of a tail to look at in a row. */
const TAIL_BYTES = 256 * 1024

/**
 * Makes the function that reads a file's first block and writes its signature. It does not look
 * whether it is still the file that was listed, which would take a third of its time: what it says
 * only keeps files from being read again.
 * @param trimsZeros also look at the end: a tail of zeros is not to be compared, unless all is zero
 */
export function firstBlockReader(fs: ReadCalls, trimsZeros: boolean) {
  const block = Buffer.allocUnsafeSlow(BLOCK_BYTES)
  const words = new Uint32Array(block.buffer)
  const tail = trimsZeros ? Buffer.allocUnsafeSlow(TAIL_BYTES) : undefined

  const fill = (fd: number, from: number, into: Buffer, bytes: number) => {
    for (let done = 0; done < bytes;) {
      const more = fs.readSync(fd, into, done, bytes - done, from + done)
      if (more === 0) throw new Changed(MEANWHILE)
      done += more
    }
  }

  const bytesBeforeZeros = (fd: number, size: number, tail: Buffer) => {
    for (let end = size, bytes = BLOCK_BYTES; end > 0; end -= bytes, bytes = TAIL_BYTES) {
      bytes = Math.min(end, bytes)
      fill(fd, end - bytes, tail, bytes)
      const part = tail.subarray(0, bytes)
      if (!isZero(part)) return end - bytes + lengthBeforeZeros(part)
    }
    return size
  }

  /**
   * @throws {Changed} it is shorter by now, or no file any more
   * @throws {NodeJS.ErrnoException}
   */
  return (file: Facts, into: Buffer, at: number): Seen => {
    const fd = openListed(fs, file.path, file.uid)
    try {
      fill(fd, 0, block, Math.min(file.size, BLOCK_BYTES))
      const length = tail ? bytesBeforeZeros(fd, file.size, tail) : file.size
      const signatureBytes = writeSignature(block, words, Math.min(length, BLOCK_BYTES), into, at)
      return { signatureBytes, length }
    } catch (error) {
      checkListed(fs.fstatSync(fd, { bigint: true }), exact(file)) // that tells more
      throw error
    } finally {
      fs.closeSync(fd)
    }
  }
}

function lengthBeforeZeros(bytes: Buffer): number {
  let length = bytes.length
  while (bytes[length - 1] === 0) length--
  return length
}
