// Files that are made up: one byte over and over, but for a few. They are listed, and read, and every
// call is counted and may fail.
import type { BigIntStats } from 'node:fs'
import type { ReadCalls } from '../../lib/fs/listed-file.js'
import { inPages } from './counted-reads.js'

/** The device on which files of the others may be seen once more. */
export const VIEWS = 9n

export type Made = {
  /** Absolute, latin1. */
  readonly path: string
  readonly size: number
  /** What it is full of. */
  readonly byte: number
  /** Other bytes, by their offsets. */
  readonly but: { readonly [offset: number]: number }
  /** The operand that it was found below. */
  readonly root: string
  /** At most 64 bits. */
  readonly dev: bigint
  readonly ino: bigint
  readonly nlink: number
  readonly uid: number
  readonly mtimeNs: bigint
  readonly ctimeNs: bigint
  /** Units of 512 bytes on disk. */
  readonly blocks: number
}

const LONG_AGO = 1_600_000_000_000_000_000n

let inode = 1000n

/** Each gets an inode of its own unless it is given one. */
export function made(path: string, fields: Partial<Made> = {}): Made {
  return {
    path,
    size: 5000,
    byte: 1,
    but: {},
    root: path.slice(0, path.indexOf('/', 1)) || '/',
    dev: 7n,
    ino: inode++,
    nlink: 1,
    uid: 1000,
    mtimeNs: LONG_AGO,
    ctimeNs: LONG_AGO,
    blocks: 8,
    ...fields,
  }
}

/** As lstat has it: what is above 2^63 comes out negative. */
export function statOf({ size, dev, ino, nlink, uid, blocks, ...file }: Made): BigIntStats {
  return {
    isFile: () => true,
    mode: 0o100644n,
    gid: 1000n,
    size: BigInt(size),
    dev: BigInt.asIntN(64, dev),
    ino: BigInt.asIntN(64, ino),
    nlink: BigInt(nlink),
    uid: BigInt(uid),
    blocks: BigInt(blocks),
    mtimeNs: file.mtimeNs,
    ctimeNs: file.ctimeNs,
  } as unknown as BigIntStats
}

/** All bytes of it. */
export function contentOf({ size, byte, but }: Pick<Made, 'size' | 'byte' | 'but'>): Buffer {
  const bytes = Buffer.alloc(size, byte)
  for (const [offset, other] of Object.entries(but)) bytes[Number(offset)] = other
  return bytes
}

/** Which call is made of which file. */
export type Call = {
  readonly name: 'open' | 'read' | 'fstat' | 'close'
  readonly path: string
  /** Where it reads. */
  readonly from: number
}

export class MadeFiles implements ReadCalls {
  /** Pages count whole. */
  readonly asked = { opens: 0, bytes: 0, open: 0, mostOpen: 0 }
  readonly opensOf = new Map<string, number>()
  /** Called before each call; may throw, or change what is there. */
  onCall: (call: Call) => void = () => {}
  readonly #files = new Map<string, Made>()
  readonly #open = new Map<number, Made>()
  #next = 100

  constructor(files: Iterable<Made>) {
    for (const file of files) this.#files.set(file.path, file)
  }

  openSync = (path: string | Buffer): number => {
    const name = typeof path === 'string' ? path : path.toString('latin1')
    this.onCall({ name: 'open', path: name, from: 0 })
    const file = this.#files.get(name)
    if (file === undefined) throw failure('ENOENT')
    this.#open.set(++this.#next, file)
    this.asked.opens++
    this.opensOf.set(name, (this.opensOf.get(name) ?? 0) + 1)
    this.asked.mostOpen = Math.max(this.asked.mostOpen, ++this.asked.open)
    return this.#next
  }

  readSync = (fd: number, to: Buffer, at: number, length: number, from: number): number => {
    this.onCall({ name: 'read', path: this.#of(fd).path, from })
    const { size, byte, but } = this.#of(fd)
    const bytes = Math.max(0, Math.min(length, size - from))
    to.fill(byte, at, at + bytes)
    for (const [offset, other] of Object.entries(but)) {
      const place = Number(offset) - from
      if (place >= 0 && place < bytes) to[at + place] = other
    }
    this.asked.bytes += inPages(from, from + bytes)
    return bytes
  }

  fstatSync = (fd: number): BigIntStats => {
    this.onCall({ name: 'fstat', path: this.#of(fd).path, from: 0 })
    return statOf(this.#of(fd))
  }

  /** As close(2) does, it closes whether it fails or not. */
  closeSync = (fd: number): void => {
    const { path } = this.#of(fd)
    this.#open.delete(fd)
    this.asked.open--
    this.onCall({ name: 'close', path, from: 0 })
  }

  /** Let a file be otherwise from now on, also for whoever has it open. */
  change(path: string, fields: Partial<Made>): void {
    const file = { ...this.#files.get(path)!, ...fields }
    this.#files.set(path, file)
    for (const [fd, { path: name }] of this.#open) if (name === path) this.#open.set(fd, file)
  }

  /** Put another file in its place: whoever has the old one open goes on with that. */
  replace(path: string, fields: Partial<Made>): void {
    this.#files.set(path, { ...this.#files.get(path)!, ino: inode++, ...fields })
  }

  remove(path: string): void {
    this.#files.delete(path)
  }

  #of(fd: number): Made {
    const file = this.#open.get(fd)
    if (file === undefined) throw new Error(`descriptor ${fd} is not open`)
    return file
  }
}

export function failure(code: string): Error {
  return Object.assign(new Error(`${code}: sorry`), { code })
}
