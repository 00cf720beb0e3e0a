import { noAtime, openListed, READ_FLAGS, type ReadCalls } from '../fs/listed-file.js'
import { STATX, type ByAddress, type Room } from '../fs/native/by-address.js'
import { jobAt, type Reading } from './reading.js'

/** A block of memory into which short files are read, several at a time, to be compared there. */
export type Arena = {
  /** What was read. */
  readonly bytes: Buffer
  /**
   * Read a file whole, to `at`; its bytes, and one more that shows whether it has grown, must have room
   * there. False: it cannot be read, or is not, before and after, what was listed.
   */
  readonly load: (files: Reading, place: number, at: number) => boolean
}

const BIGINT = { bigint: true } as const

/** Through node:fs. @param length of the arena, in bytes */
export function nodeArena(length: number, fs: ReadCalls): Arena {
  const bytes = Buffer.allocUnsafeSlow(length)
  return {
    bytes,
    load: (files, place, at) => {
      const job = jobAt(files, place)
      try {
        const fd = openListed(fs, job.path, job.uid)
        try {
          if (fs.readSync(fd, bytes, at, job.size + 1, 0) !== job.size) return false
          const now = fs.fstatSync(fd, BIGINT)
          const isSameFile = now.isFile() && BigInt.asUintN(64, now.ino) === job.ino
          const isSameSize = Number(now.size) === job.size
          return (
            isSameFile && isSameSize && now.mtimeNs === job.mtimeNs && now.ctimeNs === job.ctimeNs
          )
        } finally {
          fs.closeSync(fd)
        }
      } catch {
        return false
      }
    },
  }
}

/** Through the C library. @param onRead so many bytes were read */
export function nativeArena(
  length: number,
  calls: ByAddress,
  onRead: (bytes: number) => void,
): Arena {
  const room = calls.room(length)
  let names: Room = calls.room(0)
  let last: Reading | undefined
  const enter = (files: Reading) => {
    last = files
    if (files.paths.length > names.bytes.length) names = calls.room(2 * files.paths.length)
    names.bytes.set(files.paths)
  }
  return {
    bytes: room.bytes,
    load: (files, place, at) => {
      if (files !== last) enter(files)
      const size = files.size[place]!
      const fd = calls.open(names, files.pathAt[place]!, READ_FLAGS | noAtime(files.uid[place]!))
      if (fd < 0) return false
      const bytes = calls.read(fd, room, at, size + 1, 0)
      const isListed =
        bytes === size && calls.statOpen(fd) === 0 && isAsListed(calls.stat, files, place)
      if (calls.close(fd) < 0) return false
      onRead(Math.max(0, bytes))
      return isListed
    },
  }
}

const [S_IFMT, S_IFREG] = [0o170000, 0o100000]

function isAsListed(stat: Uint32Array, files: Reading, place: number): boolean {
  return (
    (stat[STATX.mode]! & S_IFMT) === S_IFREG &&
    stat[STATX.ino] === files.inoLow[place] &&
    stat[STATX.ino + 1] === files.inoHigh[place] &&
    stat[STATX.size]! + stat[STATX.size + 1]! * 2 ** 32 === files.size[place] &&
    stat[STATX.mtimeNs] === files.mtimeNs[place] &&
    stat[STATX.mtime]! + (stat[STATX.mtime + 1]! | 0) * 2 ** 32 === files.mtime[place] &&
    stat[STATX.ctimeNs] === files.ctimeNs[place] &&
    stat[STATX.ctime]! + (stat[STATX.ctime + 1]! | 0) * 2 ** 32 === files.ctime[place]
  )
}
