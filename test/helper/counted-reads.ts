// Files in memory that are read through ReadCalls, and counts of what was asked of them.
import type { BigIntStats } from 'node:fs'
import { READ_CALLS, type ReadCalls } from '../../lib/fs/listed-file.js'
import type { FileRecord } from '../../lib/record/file.js'

const PAGE = 4096

export class CountedReads implements ReadCalls {
  opens = 0
  /** As a disk gives them: in whole pages. */
  bytes = 0
  mostOpen = 0
  readonly #contents = new Map<string, Buffer>()
  readonly #open = new Map<number, string>()
  /** Called with the path before each read; may throw, or change the file. */
  onRead: (path: string) => void = () => {}

  constructor(files: Iterable<readonly [path: string, content: Buffer]>) {
    for (const [path, content] of files) this.#contents.set(path, content)
  }

  /** As dd-walk would list them. */
  records(): FileRecord[] {
    return [...this.#contents].map(([path, content]) => this.#record(path, content))
  }

  #record(path: string, content: Buffer): FileRecord {
    const [dev, ino, nlink, mode, uid, gid] = ['7', inoOf(path), 1, 0o100644, 0, 0] as const
    const times = { mtimeNs: '1600000000000000000', ctimeNs: '1600000000000000000' }
    const rest = { size: content.length, dev, ino, nlink, mode, uid, gid, ...times, blocks: 8 }
    return { type: 'file', path, ...rest } as FileRecord
  }

  openSync = (path: string | Buffer): number => {
    this.opens++
    const name = String(path)
    if (!this.#contents.has(name)) throw Object.assign(new Error('gone'), { code: 'ENOENT' })
    const fd = 100 + this.opens
    this.#open.set(fd, name)
    this.mostOpen = Math.max(this.mostOpen, this.#open.size)
    return fd
  }

  readSync = (fd: number, to: Buffer, at: number, length: number, from: number): number => {
    const path = this.#open.get(fd)!
    this.onRead(path)
    const content = this.#contents.get(path)!
    const done = content.copy(to, at, from, Math.min(content.length, from + length))
    this.bytes += inPages(from, from + done)
    return done
  }

  fstatSync = (fd: number): BigIntStats => {
    const path = this.#open.get(fd)!
    const { size, ino, mtimeNs } = this.#record(path, this.#contents.get(path)!)
    return {
      isFile: () => true,
      size: BigInt(size),
      ino: BigInt(ino),
      mtimeNs: BigInt(mtimeNs),
    } as unknown as BigIntStats
  }

  closeSync = (fd: number): void => {
    if (!this.#open.delete(fd)) throw new Error(`${fd} is not open`)
  }

  /** None should be left when all is done. */
  get open(): number {
    return this.#open.size
  }

  /** Let a file have another content from now on. */
  set(path: string, content: Buffer): void {
    this.#contents.set(path, content)
  }
}

function inoOf(path: string): string {
  let sum = 17
  for (const byte of Buffer.from(path)) sum = (Math.imul(sum, 31) + byte) >>> 0
  return String(sum + 1)
}

/** The real calls, counted. */
export function countedCalls(fs: ReadCalls = READ_CALLS) {
  const counts = { opens: 0, bytes: 0, open: 0, mostOpen: 0 }
  const calls: ReadCalls = {
    openSync: (...args) => {
      counts.opens++
      counts.mostOpen = Math.max(counts.mostOpen, ++counts.open)
      return fs.openSync(...args)
    },
    readSync: (fd, to, at, length, from) => {
      const done = fs.readSync(fd, to, at, length, from)
      counts.bytes += inPages(from, from + done)
      return done
    },
    fstatSync: fs.fstatSync,
    closeSync: (fd) => {
      counts.open--
      fs.closeSync(fd)
    },
  }
  return { counts, calls }
}

/** Bytes from `from` to `to` as a disk gives them: whole pages. */
export function inPages(from: number, to: number): number {
  return to <= from ? 0 : Math.ceil(to / PAGE) * PAGE - Math.floor(from / PAGE) * PAGE
}
