import { nanoseconds, type FileStat } from '../fs/file-stat.js'
import type { PathFields } from '../record/path.js'
import type { Columns, Kind } from '../walk/columns.js'
import type { Directory } from '../walk/directory.js'
import { latin1Fields } from '../walk/latin1-path.js'
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
  count = 0
  /** Device numbers. */
  readonly devs: bigint[] = []
  readonly #dirs: Directory[] = []
  readonly #kinds: Kind[] = []
  /** By kind, a number in `devs`. */
  readonly #volumes: number[] = []
  readonly #kindNumbers = new Map<string, number>()

  constructor(memory = filesMemory(ROOM_FILES)) {
    super(memory)
    this.memory = memory
  }

  /** Add a batch of a walk. False: there is no room for it, and nothing was added. */
  add(columns: Columns): boolean {
    const first = this.count
    if (!this.#hasRoom(columns)) return false
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
    for (const dir of columns.dirs) this.#addDir(dir)
    const kinds = columns.kinds.map((kind) => this.#kindNumber(kind))
    let end = this.nameAt[first]!
    this.names.write(columns.names, end, 'latin1')
    for (let i = 0; i < columns.count; i++) {
      this.dirOf[first + i] = firstDir + columns.dir[i]!
      this.kindOf[first + i] = kinds[columns.kind[i]!]!
      this.uid[first + i] = columns.kinds[columns.kind[i]!]!.uid
      this.nameAt[first + i + 1] = end += columns.nameBytes[i]!
    }
    return true
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

  #hasRoom({ count, names, dirs }: Columns): boolean {
    const paths = dirs.reduce((sum, { path }) => sum + path.length, 0)
    return (
      this.count + count <= this.size.length &&
      this.#dirs.length + dirs.length < this.dirAt.length &&
      this.nameAt[this.count]! + names.length <= this.names.length &&
      this.dirAt[this.#dirs.length]! + paths <= this.dirPaths.length
    )
  }

  #addDir(dir: Directory): void {
    const at = this.dirAt[this.#dirs.length]!
    this.dirPaths.write(dir.path, at, 'latin1')
    this.dirAt[this.#dirs.push(dir)] = at + dir.path.length
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
}
