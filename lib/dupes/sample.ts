import { digestHex } from '../digest/digest.js'
import type { Job } from '../digest/read-digest.js'
import { Changed, checkListed, MEANWHILE, openListed, type ReadCalls } from '../fs/listed-file.js'
import { signature } from './signature.js'

/** A page, which is the least that a disk gives. */
const PAGE_BYTES = 4096

/** From here on three places between are looked at, too: images of disks often differ only there. */
const LONG_BYTES = 16 * 2 ** 20

/** A file of up to so many bytes is sampled by its beginning. */
const SHORT_BYTES = 64 * 1024

/** It is so small that to sample it costs little less than to read all of it. */
export function isShort(size: number): boolean {
  return size <= SHORT_BYTES
}

/** Where pages of a file that is not short are read. */
function places(size: number): number[] {
  const inner = size < LONG_BYTES ? [] : [1, 2, 3].map((quarter) => (quarter * size) / 4)
  return [0, ...inner.map((at) => at - (at % PAGE_BYTES)), size - PAGE_BYTES]
}

/** Bytes that are read of a file to sample it. */
export function sampledBytes(size: number): number {
  return isShort(size) ? Math.min(size, PAGE_BYTES) : PAGE_BYTES * places(size).length
}

/** Bytes of a sample's digest. */
export const SAMPLE_BYTES = 16

/**
 * Makes the function that reads a little of a file and returns a digest of that as hex: where two
 * differ, the files do. It proves nothing else, so it does not look whether the file is still as it
 * was listed; and for short files, of which there are many, a few words tell enough.
 */
export function sampler(fs: ReadCalls): (job: Job) => string {
  const buffer = Buffer.allocUnsafeSlow(5 * PAGE_BYTES)
  const words = new Uint32Array(buffer.buffer)

  /** Reads so many bytes from `at` on, into the buffer from `start` on. @returns where they end */
  const read = (fd: number, at: number, bytes: number, start: number): number => {
    for (let done = 0; done < bytes;) {
      const more = fs.readSync(fd, buffer, start + done, bytes - done, at + done)
      if (more === 0) throw new Changed(MEANWHILE)
      done += more
    }
    return start + bytes
  }

  const ofShort = (fd: number, size: number): string => {
    const end = read(fd, 0, sampledBytes(size), 0)
    if (end % 4 > 0) buffer.fill(0, end, end + 4)
    return hexOf(signature(words, 0, Math.ceil(end / 4)))
  }

  const ofLong = (fd: number, size: number): string => {
    let end = 0
    for (const at of places(size)) end = read(fd, at, PAGE_BYTES, end)
    return digestHex('blake3', buffer.subarray(0, end)).slice(0, 2 * SAMPLE_BYTES)
  }

  /**
   * @throws {Changed} it is shorter by now, or no file any more
   * @throws {NodeJS.ErrnoException}
   */
  return (job) => {
    const fd = openListed(fs, job.path, job.uid)
    try {
      return isShort(job.size) ? ofShort(fd, job.size) : ofLong(fd, job.size)
    } catch (error) {
      checkListed(fs.fstatSync(fd, { bigint: true }), job) // that tells more
      throw error
    } finally {
      fs.closeSync(fd)
    }
  }
}

function hexOf(word: number): string {
  return word.toString(16).padStart(2 * SAMPLE_BYTES, '0')
}
