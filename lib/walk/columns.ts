import type { FileStat } from '../fs/file-stat.js'
import type { Directory } from './directory.js'
import type { Found } from './found-files.js'

/** What most files of a directory have in common. */
export type Kind = Pick<FileStat, 'dev' | 'mode' | 'uid' | 'gid'>

/** Nanoseconds since 1970. */
export type Times = Pick<FileStat, 'mtimeNs' | 'ctimeNs'>

/** Regular files, a column for each fact: that crosses from thread to thread as bytes. */
export type Columns = {
  readonly count: number
  readonly dirs: readonly Directory[]
  /** A place in `dirs`. */
  readonly dir: Uint32Array
  /** All names, latin1, with nothing between them. */
  readonly names: string
  readonly nameBytes: Uint16Array
  /** Bytes. */
  readonly size: Float64Array
  readonly ino: BigUint64Array
  readonly nlink: Uint32Array
  /** Units of 512 bytes on disk. */
  readonly blocks: Float64Array
  readonly kinds: readonly Kind[]
  /** A place in `kinds`. */
  readonly kind: Uint32Array
  readonly mtimeNs: BigInt64Array
  readonly ctimeNs: BigInt64Array
  /** By place: times that 64 bits do not hold, as of the year 2300. */
  readonly odd: ReadonlyMap<number, Times>
}

/** Files in a batch: so many that handing it over costs little, so few that a core's cache holds it. */
export const BATCH_FILES = 2048

/** Gathers the files that are found in columns. */
export class FoundColumns implements Found<Columns> {
  readonly #dir = new Uint32Array(BATCH_FILES)
  readonly #nameBytes = new Uint16Array(BATCH_FILES)
  readonly #size = new Float64Array(BATCH_FILES)
  readonly #ino = new BigUint64Array(BATCH_FILES)
  readonly #nlink = new Uint32Array(BATCH_FILES)
  readonly #blocks = new Float64Array(BATCH_FILES)
  readonly #kind = new Uint32Array(BATCH_FILES)
  readonly #mtimeNs = new BigInt64Array(BATCH_FILES)
  readonly #ctimeNs = new BigInt64Array(BATCH_FILES)
  #dirs: Directory[] = []
  #names: string[] = []
  #kinds: Kind[] = []
  #odd = new Map<number, Times>()

  /** At most BATCH_FILES before they are taken. */
  add(dir: Directory, name: string, stat: FileStat): void {
    const { mtimeNs, ctimeNs } = stat
    if (this.#dirs.at(-1) !== dir) this.#dirs.push(dir)
    const kind = this.#kinds.at(-1)
    if (kind === undefined || !isAlike(kind, stat)) this.#kinds.push(kindOf(stat))
    const i = this.#names.push(name) - 1
    this.#dir[i] = this.#dirs.length - 1
    this.#nameBytes[i] = name.length
    this.#size[i] = Number(stat.size)
    this.#ino[i] = stat.ino
    this.#nlink[i] = Number(stat.nlink)
    this.#blocks[i] = Number(stat.blocks)
    this.#kind[i] = this.#kinds.length - 1
    this.#mtimeNs[i] = mtimeNs
    this.#ctimeNs[i] = ctimeNs
    if (this.#mtimeNs[i] !== mtimeNs || this.#ctimeNs[i] !== ctimeNs)
      this.#odd.set(i, { mtimeNs, ctimeNs })
  }

  get isFull(): boolean {
    return this.#names.length === BATCH_FILES
  }

  get isEmpty(): boolean {
    return this.#names.length === 0
  }

  takeBatch(): Columns[] {
    const count = this.#names.length
    const batch = {
      count,
      dirs: this.#dirs,
      dir: this.#dir.slice(0, count),
      names: this.#names.join(''),
      nameBytes: this.#nameBytes.slice(0, count),
      size: this.#size.slice(0, count),
      ino: this.#ino.slice(0, count),
      nlink: this.#nlink.slice(0, count),
      blocks: this.#blocks.slice(0, count),
      kinds: this.#kinds,
      kind: this.#kind.slice(0, count),
      mtimeNs: this.#mtimeNs.slice(0, count),
      ctimeNs: this.#ctimeNs.slice(0, count),
      odd: this.#odd,
    }
    this.#dirs = []
    this.#names = []
    this.#kinds = []
    this.#odd = new Map()
    return [batch]
  }
}

function isAlike(a: Kind, b: Kind): boolean {
  return a.mode === b.mode && a.dev === b.dev && a.uid === b.uid && a.gid === b.gid
}

function kindOf({ dev, mode, uid, gid }: FileStat): Kind {
  return { dev, mode, uid, gid }
}
