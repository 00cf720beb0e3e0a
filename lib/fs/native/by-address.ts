import { constants } from 'node:fs'
import { endianness } from 'node:os'
import type { Libc } from './libc.js'

/**
 * Memory that the C library reads and writes by its address, which costs a third of what it takes to hand
 * over a Buffer. It never moves, it ends in a NUL that nothing overwrites, and whoever gives it to a
 * call says where in it: that is checked, since the C library checks nothing.
 */
export type Room = { readonly bytes: Buffer; readonly address: number }

/** Calls on files that make no object and throw no error. Negative: it failed, and node:fs tells why. */
export type ByAddress = {
  readonly room: (bytes: number) => Room
  /** Opens the path that stands in the room from `at` to the next NUL. */
  readonly open: (room: Room, at: number, flags: number) => number
  /** `pread`: bytes of an open file, from one byte of it on, into the room. */
  readonly read: (fd: number, room: Room, at: number, length: number, from: number) => number
  readonly close: (fd: number) => number
  /** `posix_fadvise`: have so many bytes of an open file read in the background, from its first on. */
  readonly readAhead: (fd: number, length: number) => void
  /** `getdents64`: the next entries of an open directory, into the room: see `DIRENT`. */
  readonly list: (fd: number, room: Room, at: number, length: number) => number
  /** `statx` of the name that stands in the room, in an open directory, into `stat`; of a symlink itself. */
  readonly statAt: (dir: number, room: Room, at: number) => number
  /** `statx` of an open file, into `stat`. */
  readonly statOpen: (fd: number) => number
  /** A `struct statx` in words of 32 bits: see `STATX`. */
  readonly stat: Uint32Array
}

/** Where the words of a `struct statx` are; what has 64 bits has its low word there, its high word behind it. */
export const STATX = {
  nlink: 4,
  uid: 5,
  gid: 6,
  mode: 7,
  ino: 8,
  size: 10,
  blocks: 12,
  ctime: 24,
  ctimeNs: 26,
  mtime: 28,
  mtimeNs: 30,
  devMajor: 34,
  devMinor: 35,
} as const

/** Where the parts of a directory entry are, in bytes; behind its name comes a NUL. */
export const DIRENT = { length: 16, type: 18, name: 19 } as const

/** A directory to open: what it is reached by may be a symlink that was named. */
export const DIR_FLAGS = constants.O_RDONLY | constants.O_DIRECTORY

/** Bytes that a path may have, with its NUL, for any call to take it. */
export const PATH_MAX = 4096

const STATX_BYTES = 256
const STATX_BASIC_STATS = 0x7ff
const AT_EMPTY_PATH = 0x1000
const POSIX_FADV_WILLNEED = 3
const AT_FDCWD = -100
const AT_SYMLINK_NOFOLLOW = 0x100
const O_CLOEXEC = 0o2000000 // Node sets it, too, and does not say

/** Where `long` and offsets have 64 bits. */
const WIDE: ReadonlySet<string> = new Set(['x64', 'arm64', 'riscv64', 'ppc64', 'loong64'])

/** V8 moves what is small; so no room is. */
const LEAST_BYTES = 4096

/** Undefined where the C library lacks one of them, or lays numbers out in another way. */
export function bindByAddress({ func, addressOf }: Libc): {
  readonly byAddress: ByAddress | undefined
} {
  if (endianness() !== 'LE' || !WIDE.has(process.arch)) return { byAddress: undefined }
  try {
    const statx = func('int statx(int, uintptr_t, int, unsigned int, uintptr_t)')
    return { byAddress: calls({ func, addressOf }, statx) }
  } catch {
    return { byAddress: undefined } // musl has statx since 1.2.5 only
  }
}

function calls({ func, addressOf }: Pick<Libc, 'func' | 'addressOf'>, statx: Statx): ByAddress {
  const openat = func('int openat(int, uintptr_t, int)')
  const pread = func('long pread(int, uintptr_t, size_t, long)')
  const advise = func('int posix_fadvise(int, long, long, int)')
  const getdents = func('long getdents64(int, uintptr_t, size_t)')
  const room = (length: number): Room => {
    const bytes = Buffer.from(new ArrayBuffer(Math.max(LEAST_BYTES, length) + 1), 0, length)
    return { bytes, address: addressOf(bytes) }
  }
  const struct = room(LEAST_BYTES)
  const empty = struct.address + STATX_BYTES // a path of no bytes: the open file itself
  return {
    room,
    open: ({ bytes, address }, at, flags) => {
      requireInside(bytes, at, 0)
      return openat(AT_FDCWD, address + at, flags | O_CLOEXEC)
    },
    read: (fd, { bytes, address }, at, length, from) => {
      requireInside(bytes, at, length)
      return pread(fd, address + at, length, from)
    },
    close: func('int close(int)') as ByAddress['close'],
    readAhead: (fd, length) => void advise(fd, 0, length, POSIX_FADV_WILLNEED),
    list: (fd, { bytes, address }, at, length) => {
      requireInside(bytes, at, length)
      return getdents(fd, address + at, length)
    },
    statAt: (dir, { bytes, address }, at) => {
      requireInside(bytes, at, 0)
      return statx(dir, address + at, AT_SYMLINK_NOFOLLOW, STATX_BASIC_STATS, struct.address)
    },
    statOpen: (fd) => statx(fd, empty, AT_EMPTY_PATH, STATX_BASIC_STATS, struct.address),
    stat: new Uint32Array(struct.bytes.buffer, 0, STATX_BYTES / 4),
  }
}

type Statx = ReturnType<Libc['func']>

/** @throws {RangeError} */
function requireInside({ length }: Buffer, at: number, bytes: number): void {
  const isWhole = Number.isInteger(at) && Number.isInteger(bytes)
  if (!(isWhole && at >= 0 && bytes >= 0 && at + bytes <= length))
    throw new RangeError(`${bytes} bytes at ${at} are outside of a room of ${length}`)
}
