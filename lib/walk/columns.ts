import type { FileStat } from '../fs/file-stat.js'
import type { Directory } from './directory.js'
import type { Found } from './found-files.js'

/** What most files of a directory have in common. */
export type Kind = Pick<FileStat, 'dev' | 'mode' | 'uid' | 'gid'>

/** Regular files, a column for each fact: that crosses from thread to thread as bytes. */
export type Columns = {
  readonly count: number
  readonly dirs: readonly Directory[]
  /** A place in `dirs`. */
  readonly dir: Uint32Array
  /** All names, latin1, with nothing between them. */
  readonly names: string
  readonly nameBytes: Uint16Array
  readonly kinds: readonly Kind[]
  /** A place in `kinds`. */
  readonly kind: Uint32Array
} & { readonly [Fact in NumberFact]: InstanceType<(typeof NUMBERS)[Fact]> }

/** Facts that are numbers, as `FileStat` has them, and what holds those of many files. */
export const NUMBERS = {
  size: Float64Array,
  inoLow: Uint32Array,
  inoHigh: Uint32Array,
  nlink: Uint32Array,
  blocks: Float64Array,
  mtime: Float64Array,
  mtimeNs: Uint32Array,
  ctime: Float64Array,
  ctimeNs: Uint32Array,
} as const

export type NumberFact = keyof typeof NUMBERS

/** Files in a batch: so many that handing it over costs little, so few that a core's cache holds it. */
export const BATCH_FILES = 2048

/** Gathers the files that are found in columns. */
export class FoundColumns implements Found<Columns> {
  readonly #dir = new Uint32Array(BATCH_FILES)
  readonly #nameBytes = new Uint16Array(BATCH_FILES)
  readonly #kind = new Uint32Array(BATCH_FILES)
  readonly #size = new Float64Array(BATCH_FILES)
  readonly #inoLow = new Uint32Array(BATCH_FILES)
  readonly #inoHigh = new Uint32Array(BATCH_FILES)
  readonly #nlink = new Uint32Array(BATCH_FILES)
  readonly #blocks = new Float64Array(BATCH_FILES)
  readonly #mtime = new Float64Array(BATCH_FILES)
  readonly #mtimeNs = new Uint32Array(BATCH_FILES)
  readonly #ctime = new Float64Array(BATCH_FILES)
  readonly #ctimeNs = new Uint32Array(BATCH_FILES)
  #dirs: Directory[] = []
  #names: string[] = []
  #kinds: Kind[] = []

  /** At most BATCH_FILES before they are taken. */
  add(dir: Directory, name: string, stat: FileStat): void {
    if (this.#dirs.at(-1) !== dir) this.#dirs.push(dir)
    const kind = this.#kinds.at(-1)
    if (kind === undefined || !isAlike(kind, stat)) this.#kinds.push(kindOf(stat))
    const i = this.#names.push(name) - 1
    this.#dir[i] = this.#dirs.length - 1
    this.#nameBytes[i] = name.length
    this.#kind[i] = this.#kinds.length - 1
    this.#size[i] = stat.size
    this.#inoLow[i] = stat.inoLow
    this.#inoHigh[i] = stat.inoHigh
    this.#nlink[i] = stat.nlink
    this.#blocks[i] = stat.blocks
    this.#mtime[i] = stat.mtime
    this.#mtimeNs[i] = stat.mtimeNs
    this.#ctime[i] = stat.ctime
    this.#ctimeNs[i] = stat.ctimeNs
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
      kinds: this.#kinds,
      kind: this.#kind.slice(0, count),
      size: this.#size.slice(0, count),
      inoLow: this.#inoLow.slice(0, count),
      inoHigh: this.#inoHigh.slice(0, count),
      nlink: this.#nlink.slice(0, count),
      blocks: this.#blocks.slice(0, count),
      mtime: this.#mtime.slice(0, count),
      mtimeNs: this.#mtimeNs.slice(0, count),
      ctime: this.#ctime.slice(0, count),
      ctimeNs: this.#ctimeNs.slice(0, count),
    }
    this.#dirs = []
    this.#names = []
    this.#kinds = []
    return [batch]
  }
}

function isAlike(a: Kind, b: Kind): boolean {
  return a.mode === b.mode && a.dev === b.dev && a.uid === b.uid && a.gid === b.gid
}

function kindOf({ dev, mode, uid, gid }: FileStat): Kind {
  return { dev, mode, uid, gid }
}
