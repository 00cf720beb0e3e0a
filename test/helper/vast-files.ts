// Large files that take no memory: one byte over and over, but for a few.
import type { BigIntStats } from 'node:fs'
import type { ReadCalls } from '../../lib/fs/listed-file.js'
import { file } from './records.js'

export type Vast = {
  readonly path: string
  readonly size: number
  /** What it is full of. */
  readonly byte: number
  /** Other bytes, by their offsets. */
  readonly but?: { readonly [offset: number]: number }
}

/** The first is open as descriptor 0, and so on. `onRead` may throw. */
export function vastReads(
  files: readonly Vast[],
  onRead = (_path: string, _from: number) => {},
): ReadCalls {
  return {
    openSync: (path) => files.findIndex((vast) => vast.path === String(path)),
    fstatSync: (fd) => {
      const { size, ino, mtimeNs } = vastRecord(files[fd]!)
      return {
        isFile: () => true,
        size: BigInt(size),
        ino: BigInt(ino),
        mtimeNs: BigInt(mtimeNs),
      } as unknown as BigIntStats
    },
    readSync: (fd, to, at, length, from) => {
      const { path, size, byte, but = {} } = files[fd]!
      onRead(path, from)
      const bytes = Math.min(length, size - from)
      to.fill(byte, at, at + bytes)
      for (const [offset, other] of Object.entries(but)) {
        const place = Number(offset) - from
        if (place >= 0 && place < bytes) to[at + place] = other
      }
      return bytes
    },
    closeSync: () => {},
  }
}

export function vastRecord({ path, size }: Vast) {
  return file(path, { size, ino: String(path.charCodeAt(1)) })
}
