import type { FileStat } from '../fs/file-stat.js'
import type { PathFields } from '../record/path.js'
import { grown } from '../sort/grown.js'
import { nanoseconds } from '../fs/file-stat.js'
import type { Columns, Kind } from '../walk/columns.js'
import type { Directory } from '../walk/directory.js'
import { latin1Fields } from '../walk/latin1-path.js'

/**
 * What the columns have room for from their first growth on, in files and in bytes of names. Room takes
 * memory only where something is written; what they grow out of takes it until it is collected.
 */
const ROOM_FILES = 2 ** 20
const ROOM_BYTES = 2 ** 24

const SLASH = 0x2f

/**
 * All files of a walk by their numbers, in columns: some 70 bytes and the name for each, where an
 * object would take ten times as much.
 */
export class FileTable {
  count = 0
  /** Bytes. */
  size = new Float64Array(1024)
  inoLow = new Uint32Array(1024)
  inoHigh = new Uint32Array(1024)
  nlink = new Uint32Array(1024)
  /** Seconds since 1970, rounded down, and nanoseconds behind them. */
  mtime = new Float64Array(1024)
  mtimeNs = new Uint32Array(1024)
  ctime = new Float64Array(1024)
  ctimeNs = new Uint32Array(1024)
  /** Device numbers. */
  readonly devs: bigint[] = []
  /** Units of 512 bytes on disk. */
  blocks = new Float64Array(1024)
  #dir = new Uint32Array(1024)
  #kind = new Uint32Array(1024)
  #nameAt = new Float64Array(1025)
  #names = Buffer.allocUnsafeSlow(16 * 1024)
  readonly #dirs: Directory[] = []
  readonly #kinds: Kind[] = []
  /** By kind, a number in `devs`. */
  readonly #volumes: number[] = []
  readonly #kindNumbers = new Map<string, number>()

  /** Add a batch of a walk. */
  add(columns: Columns): void {
    const first = this.count
    this.#reserve(first + columns.count, columns.names.length)
    this.count += columns.count
    this.size.set(columns.size, first)
    this.inoLow.set(columns.inoLow, first)
    this.inoHigh.set(columns.inoHigh, first)
    this.nlink.set(columns.nlink, first)
    this.mtime.set(columns.mtime, first)
    this.mtimeNs.set(columns.mtimeNs, first)
    this.ctime.set(columns.ctime, first)
    this.ctimeNs.set(columns.ctimeNs, first)
    this.blocks.set(columns.blocks, first)
    const firstDir = this.#dirs.length
    for (const dir of columns.dirs) this.#dirs.push(dir)
    const kinds = columns.kinds.map((kind) => this.#kindNumber(kind))
    let end = this.#nameAt[first]!
    this.#names.write(columns.names, end, 'latin1')
    for (let i = 0; i < columns.count; i++) {
      this.#dir[first + i] = firstDir + columns.dir[i]!
      this.#kind[first + i] = kinds[columns.kind[i]!]!
      this.#nameAt[first + i + 1] = end += columns.nameBytes[i]!
    }
  }

  dir(file: number): Directory {
    return this.#dirs[this.#dir[file]!]!
  }

  /** Without its directory; latin1. */
  name(file: number): string {
    return this.#names.toString('latin1', this.#nameAt[file]!, this.#nameAt[file + 1]!)
  }

  /** Latin1, so that it compares as the bytes do. */
  path(file: number): string {
    return `${this.dir(file).path}/${this.name(file)}`
  }

  /** The bytes of the paths of files, each with a NUL behind it, and where each begins. */
  paths(files: Uint32Array): { readonly paths: Buffer; readonly pathAt: Uint32Array } {
    const pathAt = new Uint32Array(files.length)
    let length = 0
    for (let i = 0; i < files.length; i++) {
      pathAt[i] = length
      length += this.dir(files[i]!).path.length + this.#nameBytes(files[i]!) + 2
    }
    const paths = Buffer.allocUnsafeSlow(length)
    for (let i = 0; i < files.length; i++) {
      const [file, at] = [files[i]!, pathAt[i]!]
      const slash = at + paths.write(this.dir(file).path, at, 'latin1')
      const end = this.#names.copy(paths, slash + 1, this.#nameAt[file]!, this.#nameAt[file + 1]!)
      paths[slash] = SLASH
      paths[slash + 1 + end] = 0
    }
    return { paths, pathAt }
  }

  #nameBytes(file: number): number {
    return this.#nameAt[file + 1]! - this.#nameAt[file]!
  }

  pathFields(file: number): PathFields {
    return latin1Fields(this.path(file))
  }

  facts(file: number): FileStat {
    // Spread, it would take three times as long.
    const { dev, mode, uid, gid } = this.#kinds[this.#kind[file]!]!
    return {
      dev,
      mode,
      uid,
      gid,
      mtime: this.mtime[file]!,
      mtimeNs: this.mtimeNs[file]!,
      ctime: this.ctime[file]!,
      ctimeNs: this.ctimeNs[file]!,
      size: this.size[file]!,
      inoLow: this.inoLow[file]!,
      inoHigh: this.inoHigh[file]!,
      nlink: this.nlink[file]!,
      blocks: this.blocks[file]!,
    }
  }

  /** The number of its device in `devs`. */
  volume(file: number): number {
    return this.#volumes[this.#kind[file]!]!
  }

  /** As a record has it. */
  dev(file: number): string {
    return String(BigInt.asUintN(64, this.devs[this.volume(file)]!))
  }

  /** Nanoseconds since 1970. */
  times(file: number): { readonly mtimeNs: bigint; readonly ctimeNs: bigint } {
    return {
      mtimeNs: nanoseconds(this.mtime[file]!, this.mtimeNs[file]!),
      ctimeNs: nanoseconds(this.ctime[file]!, this.ctimeNs[file]!),
    }
  }

  uid(file: number): number {
    return this.#kinds[this.#kind[file]!]!.uid
  }

  #kindNumber(kind: Kind): number {
    const key = `${kind.dev} ${kind.mode} ${kind.uid} ${kind.gid}`
    const known = this.#kindNumbers.get(key)
    if (known !== undefined) return known
    this.#kindNumbers.set(key, this.#kinds.length)
    this.#volumes.push(this.#volumeNumber(kind.dev))
    return this.#kinds.push(kind) - 1
  }

  #volumeNumber(dev: bigint): number {
    const known = this.devs.indexOf(dev)
    return known < 0 ? this.devs.push(dev) - 1 : known
  }

  #reserve(files: number, moreNames: number): void {
    const names = this.#nameAt[this.count]! + moreNames
    if (names > this.#names.length) {
      const room = Buffer.allocUnsafeSlow(Math.max(names, ROOM_BYTES, 2 * this.#names.length))
      this.#names.copy(room, 0, 0, this.#nameAt[this.count]!)
      this.#names = room
    }
    if (files <= this.size.length) return
    const room = Math.max(files, ROOM_FILES, 2 * this.size.length)
    this.size = grown(this.size, new Float64Array(room))
    this.inoLow = grown(this.inoLow, new Uint32Array(room))
    this.inoHigh = grown(this.inoHigh, new Uint32Array(room))
    this.nlink = grown(this.nlink, new Uint32Array(room))
    this.mtime = grown(this.mtime, new Float64Array(room))
    this.mtimeNs = grown(this.mtimeNs, new Uint32Array(room))
    this.ctime = grown(this.ctime, new Float64Array(room))
    this.ctimeNs = grown(this.ctimeNs, new Uint32Array(room))
    this.blocks = grown(this.blocks, new Float64Array(room))
    this.#dir = grown(this.#dir, new Uint32Array(room))
    this.#kind = grown(this.#kind, new Uint32Array(room))
    this.#nameAt = grown(this.#nameAt, new Float64Array(room + 1))
  }
}
