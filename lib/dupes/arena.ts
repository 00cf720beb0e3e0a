import { isAsListed, noAtime, openListed, READ_FLAGS, type ReadCalls } from '../fs/listed-file.js'
import { PATH_MAX, STATX, type ByAddress } from '../fs/native/by-address.js'
import type { SharedFiles } from './shared-files.js'
import { TableJob } from './table-job.js'

/** A block of memory into which short files are read, several at a time, to be compared there. */
export type Arena = {
  /** What was read. */
  readonly bytes: Buffer
  /**
   * Read a file whole, to `at`; its bytes, and one more that shows whether it has grown, must have room
   * there. False: it cannot be read, or, once it was, is not what was listed.
   */
  readonly load: (file: number, at: number) => boolean
  /** Have the system read a file in the background, where it can be asked to. */
  readonly readAhead: (file: number) => void
}

const BIGINT = { bigint: true } as const

/** Through node:fs. @param length of the arena, in bytes */
export function nodeArena(length: number, files: SharedFiles, fs: ReadCalls): Arena {
  const bytes = Buffer.allocUnsafeSlow(length)
  return {
    bytes,
    load: (file, at) => {
      const job = new TableJob(files, file)
      try {
        const fd = openListed(fs, job.path, job.uid)
        try {
          if (fs.readSync(fd, bytes, at, job.size + 1, 0) !== job.size) return false
          return isAsListed(fs.fstatSync(fd, BIGINT), job)
        } finally {
          fs.closeSync(fd)
        }
      } catch {
        return false
      }
    },
    readAhead: () => {},
  }
}

/** Through the C library. @param onRead so many bytes were read */
export function nativeArena(
  length: number,
  files: SharedFiles,
  calls: ByAddress,
  onRead: (bytes: number) => void,
): Arena {
  const room = calls.room(length)
  const path = calls.room(PATH_MAX)
  const open = (file: number) => {
    if (files.writePath(file, path.bytes) > PATH_MAX) return -1
    return calls.open(path, 0, READ_FLAGS | noAtime(files.uid[file]!))
  }
  return {
    bytes: room.bytes,
    load: (file, at) => {
      const fd = open(file)
      if (fd < 0) return false
      const size = files.size[file]!
      const bytes = calls.read(fd, room, at, size + 1, 0)
      const isListed =
        bytes === size && calls.statOpen(fd) === 0 && isStatAsListed(calls.stat, files, file)
      if (calls.close(fd) < 0) return false
      onRead(Math.max(0, bytes))
      return isListed
    },
    readAhead: (file) => {
      const fd = open(file)
      if (fd < 0) return // who reads it will say why
      calls.readAhead(fd, files.size[file]!)
      calls.close(fd)
    },
  }
}

const [S_IFMT, S_IFREG] = [0o170000, 0o100000]

/** `isAsListed` of a `struct statx`. */
function isStatAsListed(stat: Uint32Array, files: SharedFiles, file: number): boolean {
  return (
    (stat[STATX.mode]! & S_IFMT) === S_IFREG &&
    stat[STATX.ino] === files.inoLow[file] &&
    stat[STATX.ino + 1] === files.inoHigh[file] &&
    stat[STATX.size]! + stat[STATX.size + 1]! * 2 ** 32 === files.size[file] &&
    stat[STATX.mtimeNs] === files.mtimeNs[file] &&
    stat[STATX.mtime]! + (stat[STATX.mtime + 1]! | 0) * 2 ** 32 === files.mtime[file] &&
    stat[STATX.ctimeNs] === files.ctimeNs[file] &&
    stat[STATX.ctime]! + (stat[STATX.ctime + 1]! | 0) * 2 ** 32 === files.ctime[file]
  )
}
