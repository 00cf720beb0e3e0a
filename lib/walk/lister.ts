import { readdirSync } from 'node:fs'
import { fileStat, type FileStat } from '../fs/file-stat.js'
import {
  DIR_FLAGS,
  DIRENT,
  PATH_MAX,
  STATX,
  type ByAddress,
  type Room,
} from '../fs/native/by-address.js'
import { deviceNumber } from '../fs/native/device-number.js'
import { native } from '../fs/native/native.js'
import { isPlain, kernelPath } from './latin1-path.js'

/** A directory that is being gone through. */
export type Handle = number

/** It is reached by its path; the number is AT_FDCWD. */
export const BY_PATH: Handle = -100

/**
 * Lists directories and looks at what is in them. Strings are latin1. A `FileStat` holds until the next
 * look: the C library is asked for many files, and makes no object for each.
 */
export type Listing = {
  readonly names: string[]
  /** All of them are: see `isPlain`. */
  readonly arePlain: boolean
  readonly handle: Handle
}

export type Lister = {
  /**
   * The names in a directory, in no order; sockets, FIFOs and devices may be left out, and symlinks, too,
   * unless they are wanted. The handle is to be closed.
   * @throws {NodeJS.ErrnoException}
   */
  readonly list: (path: string, links: boolean) => Listing
  /**
   * `lstat`. @param dir the path of the directory that the handle is of
   * @param plain the path is known to be ASCII
   * @throws {NodeJS.ErrnoException}
   */
  readonly look: (handle: Handle, dir: string, name: string, plain: boolean) => FileStat
  readonly close: (handle: Handle) => void
}

/** Through node:fs. */
export const NODE_LISTER: Lister = {
  list: (path) => {
    const names = readdirSync(kernelPath(path), 'latin1')
    return { names, arePlain: isPlain(names.join('')), handle: BY_PATH }
  },
  look: (_, dir, name, plain) => {
    const path = `${dir}/${name}`
    return fileStat(plain ? path : kernelPath(path))
  },
  close: () => {},
}

/** Bytes of entries that are asked for at a time. */
const LIST_BYTES = 64 * 1024

/** Through the C library; whatever fails there is asked of Node, which tells why. */
export function nativeLister(calls: ByAddress): Lister {
  const entries = calls.room(LIST_BYTES)
  const name = calls.room(PATH_MAX)
  const stat = statReader(calls.stat)
  return {
    list: (path, links) => {
      if (path.length >= PATH_MAX) return NODE_LISTER.list(path, links)
      write(name, path)
      const handle = calls.open(name, 0, DIR_FLAGS)
      if (handle < 0) return NODE_LISTER.list(path, links)
      const found = namesIn(calls, handle, entries, links)
      if (found !== undefined) return { ...found, handle }
      calls.close(handle)
      return NODE_LISTER.list(path, links)
    },
    look: (handle, dir, base, plain) => {
      if (dir.length + 1 + base.length < PATH_MAX) {
        write(name, handle === BY_PATH ? `${dir}/${base}` : base)
        if (calls.statAt(handle, name, 0) === 0) return stat()
      }
      return NODE_LISTER.look(handle, dir, base, plain)
    },
    close: (handle) => {
      if (handle !== BY_PATH) calls.close(handle)
    },
  }
}

/** A name or a path, with a NUL behind it. */
function write({ bytes }: Room, text: string): void {
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i)
  bytes[text.length] = 0
}

const [DT_UNKNOWN, DT_DIR, DT_REG, DT_LNK] = [0, 4, 8, 10]

/** Undefined: they cannot be read to the end. */
function namesIn(
  calls: ByAddress,
  handle: Handle,
  room: Room,
  links: boolean,
): Omit<Listing, 'handle'> | undefined {
  const names: string[] = []
  let arePlain = true
  for (;;) {
    const bytes = calls.list(handle, room, 0, LIST_BYTES)
    if (bytes === 0) return { names, arePlain }
    if (bytes < 0) return undefined
    for (let at = 0; at < bytes;) {
      const type = room.bytes[at + DIRENT.type]
      const next = at + room.bytes.readUInt16LE(at + DIRENT.length)
      const isSought =
        type === DT_REG || type === DT_DIR || type === DT_UNKNOWN || (links && type === DT_LNK)
      if (isSought) {
        const start = at + DIRENT.name
        const end = endOfName(room.bytes, start, next)
        const name = room.bytes.toString('latin1', start, end)
        if (name !== '.' && name !== '..') names.push(name)
        arePlain &&= isPlainIn(room.bytes, start, end)
      }
      at = next
    }
  }
}

/** `isPlain` of bytes: to look at them here costs a fifth of making one string of all names for it. */
function isPlainIn(bytes: Buffer, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const byte = bytes[at]!
    if (byte < 0x20 || byte > 0x7e || byte === QUOTE || byte === BACKSLASH) return false
  }
  return true
}

const [QUOTE, BACKSLASH] = [0x22, 0x5c]

function endOfName(bytes: Buffer, start: number, limit: number): number {
  let end = start
  while (end < limit && bytes[end] !== 0) end++
  return end
}

/** Makes the function that reads what statx has written, always into the same object. */
function statReader(words: Uint32Array): () => FileStat {
  const deviceOf = deviceNumber()
  const long = (at: number) => words[at]! + words[at + 1]! * 2 ** 32
  const signed = (at: number) => words[at]! + (words[at + 1]! | 0) * 2 ** 32
  const stat = {
    dev: 0n,
    ...{ inoLow: 0, inoHigh: 0, mode: 0, nlink: 0, uid: 0, gid: 0 },
    ...{ size: 0, blocks: 0, mtime: 0, mtimeNs: 0, ctime: 0, ctimeNs: 0 },
  }
  return () => {
    stat.dev = deviceOf(words[STATX.devMajor]!, words[STATX.devMinor]!)
    stat.inoLow = words[STATX.ino]!
    stat.inoHigh = words[STATX.ino + 1]!
    stat.mode = words[STATX.mode]! & 0xffff
    stat.nlink = words[STATX.nlink]!
    stat.uid = words[STATX.uid]!
    stat.gid = words[STATX.gid]!
    stat.size = long(STATX.size)
    stat.blocks = long(STATX.blocks)
    stat.mtime = signed(STATX.mtime)
    stat.mtimeNs = words[STATX.mtimeNs]!
    stat.ctime = signed(STATX.ctime)
    stat.ctimeNs = words[STATX.ctimeNs]!
    return stat
  }
}

/** Who looks at fewer files is done before koffi is loaded. */
const MANY = 256

let looks = 0
let fast: Lister | undefined

/** Node's at first, the C library's where there are many files, if it can be had. */
export const lister: Lister = {
  list: (path, links) => current().list(path, links),
  look: (handle, dir, name, plain) => {
    looks++
    return current().look(handle, dir, name, plain)
  },
  close: (handle) => current().close(handle),
}

function current(): Lister {
  if (fast !== undefined) return fast
  if (looks < MANY) return NODE_LISTER
  const calls = native()?.byAddress
  return (fast = calls ? nativeLister(calls) : NODE_LISTER)
}
