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
  let words = wordsOf()
  const enter = (files: Reading) => {
    last = files
    words = wordsOf(files)
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
        bytes === size && calls.statOpen(fd) === 0 && isAsListed(calls.stat, words, place, size)
      if (calls.close(fd) < 0) return false
      onRead(Math.max(0, bytes))
      return isListed && !files.odd.has(place)
    },
  }
}

type Words = { readonly ino: Uint32Array; readonly mtime: Uint32Array; readonly ctime: Uint32Array }

/** The numbers of 64 bits, as two of 32. */
function wordsOf(files?: Reading): Words {
  const words = (
    column: { readonly buffer: ArrayBufferLike; readonly byteOffset: number } | undefined,
  ) =>
    column === undefined ? new Uint32Array() : new Uint32Array(column.buffer, column.byteOffset)
  return { ino: words(files?.ino), mtime: words(files?.mtimeNs), ctime: words(files?.ctimeNs) }
}

const [S_IFMT, S_IFREG] = [0o170000, 0o100000]

function isAsListed(stat: Uint32Array, listed: Words, place: number, size: number): boolean {
  const low = 2 * place
  return (
    (stat[STATX.mode]! & S_IFMT) === S_IFREG &&
    stat[STATX.ino] === listed.ino[low] &&
    stat[STATX.ino + 1] === listed.ino[low + 1] &&
    stat[STATX.size]! + stat[STATX.size + 1]! * 2 ** 32 === size &&
    isTime(stat, STATX.mtime, listed.mtime[low]!, listed.mtime[low + 1]!) &&
    isTime(stat, STATX.ctime, listed.ctime[low]!, listed.ctime[low + 1]!)
  )
}

const SECOND = 1_000_000_000

/**
 * Is a time of a `struct statx`, seconds and then nanoseconds, so many nanoseconds? The low word is
 * compared exactly, all of it as a double, which tells words of 32 bits apart: both agree only if it is.
 */
function isTime(stat: Uint32Array, at: number, low: number, high: number): boolean {
  const ns = stat[at + 2]!
  if (((Math.imul(stat[at]!, SECOND) + ns) | 0) !== (low | 0)) return false
  const seconds = (stat[at + 1]! | 0) * 2 ** 32 + stat[at]!
  return Math.abs(seconds * SECOND + ns - ((high | 0) * 2 ** 32 + low)) < 2 ** 31
}
