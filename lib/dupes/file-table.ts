import { nanoseconds, type FileStat } from '../fs/file-stat.js'
import type { PathFields } from '../record/path.js'
import type { Directory } from '../walk/directory.js'
import { latin1Fields } from '../walk/latin1-path.js'
import type { Kind, Rows } from './found-rows.js'
import { filesMemory, SharedFiles, type FilesMemory } from './shared-files.js'

/** Room for so many files, unless more is given. */
const ROOM_FILES = 2 ** 14

/**
 * All files of a walk by their numbers, in columns: some 80 bytes and the name for each, where an
 * object would take ten times as much.
 */
export class FileTable extends SharedFiles {
  /** What other threads are given, to see the same. */
  readonly memory: FilesMemory
  /** How many files there are. */
  count = 0
  /** Their numbers are lower than this; some below it may be of no file. */
  limit = 0
  /** Device numbers. */
  readonly devs: bigint[] = []
  readonly #ranges: (readonly [from: number, to: number])[] = []
  readonly #dirs: Directory[] = []
  readonly #kinds: Kind[] = []
  /** By kind, a number in `devs`. */
  readonly #volumes: number[] = []

  constructor(memory = filesMemory(ROOM_FILES)) {
    super(memory)
    this.memory = memory
  }

  /** Add what was found and written to the memory. False: there was no room, and files are missing. */
  add({ from, to, dirs, kinds, isCut }: Rows): boolean {
    this.count += to - from
    this.limit = Math.max(this.limit, to)
    this.#ranges.push([from, to])
    for (const [number, dir] of dirs) this.#dirs[number] = dir
    for (const [number, kind] of kinds) {
      this.#kinds[number] = kind
      this.#volumes[number] = this.#volumeNumber(kind.dev)
    }
    return !isCut
  }

  /** The numbers of all files. */
  files(): Uint32Array {
    const files = new Uint32Array(this.count)
    let i = 0
    for (const [from, to] of this.#ranges)
      for (let file = from; file < to; file++) files[i++] = file
    return files
  }

  override path(file: number): string {
    return `${this.dir(file).path}/${this.name(file)}`
  }

  dir(file: number): Directory {
    return this.#dirs[this.dirOf[file]!]!
  }

  pathFields(file: number): PathFields {
    return latin1Fields(this.path(file))
  }

  facts(file: number): FileStat {
    // Spread, it would take three times as long.
    const { dev, mode, uid, gid } = this.#kinds[this.kindOf[file]!]!
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
    return this.#volumes[this.kindOf[file]!]!
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

  #volumeNumber(dev: bigint): number {
    const known = this.devs.indexOf(dev)
    return known < 0 ? this.devs.push(dev) - 1 : known
  }
}
