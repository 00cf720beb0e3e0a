/** What is known of each file, and what holds that of many; the numbers are as in `FileStat`. */
const COLUMNS = {
  size: Float64Array,
  inoLow: Uint32Array,
  inoHigh: Uint32Array,
  nlink: Uint32Array,
  uid: Uint32Array,
  blocks: Float64Array,
  mtime: Float64Array,
  mtimeNs: Uint32Array,
  ctime: Float64Array,
  ctimeNs: Uint32Array,
  /** Where its name begins in `names`. */
  nameAt: Uint32Array,
  /** The number of its directory. */
  dir: Uint32Array,
  /** The number of what it has in common with others: see `FoundRows`. */
  kind: Uint32Array,
} as const

type Column = keyof typeof COLUMNS

/**
 * Memory that all threads see: a column for each fact; names and paths of directories, latin1, each with a
 * NUL behind it; by the number of a directory, where its path begins; and how much of it all is taken.
 */
export type FilesMemory = { readonly [Part in Column | Text | 'taken']: SharedArrayBuffer }

type Text = 'names' | 'dirAt' | 'dirPaths'

/** Bytes that there is room for, a file on average: for its name, and for a path of its directory. */
const NAME_BYTES = 96
const PATH_BYTES = 96

/** So that a few files can have the longest names. */
const LEAST_BYTES = 64 * 1024

/** So many files there can be at all: Node makes text of no Buffer of more than 2^31 bytes. */
export const MOST_FILES = Math.floor((2 ** 31 - LEAST_BYTES) / NAME_BYTES) - 1

/** Addresses that a file takes: most of them are never written to. */
export const ADDRESS_BYTES = 76 + NAME_BYTES + PATH_BYTES + 4

/** What threads take of the memory, each with a counter in `taken`. */
export const TAKEN = { files: 0, names: 1, dirs: 2, dirPaths: 3, kinds: 4 } as const

/**
 * Memory for so many files. The system gives it page by page, as it is written.
 * @throws {RangeError} there is not so much
 */
export function filesMemory(files: number): FilesMemory {
  const bytes = (type: { readonly BYTES_PER_ELEMENT: number }) => files * type.BYTES_PER_ELEMENT
  const columns = Object.entries(COLUMNS).map(
    ([name, type]) => [name, new SharedArrayBuffer(bytes(type))] as const,
  )
  return {
    ...(Object.fromEntries(columns) as Record<Column, SharedArrayBuffer>),
    names: new SharedArrayBuffer(files * NAME_BYTES + LEAST_BYTES),
    dirAt: new SharedArrayBuffer(bytes(Uint32Array)),
    dirPaths: new SharedArrayBuffer(files * PATH_BYTES + LEAST_BYTES),
    taken: new SharedArrayBuffer(4 * Object.keys(TAKEN).length),
  }
}

const SLASH = 0x2f

/** Files by their numbers, as every thread sees them. One reads only what it was told is written. */
export class SharedFiles {
  /** Bytes. */
  readonly size: Float64Array
  readonly inoLow: Uint32Array
  readonly inoHigh: Uint32Array
  readonly nlink: Uint32Array
  readonly uid: Uint32Array
  /** Units of 512 bytes on disk. */
  readonly blocks: Float64Array
  /** Seconds since 1970, rounded down, and nanoseconds behind them. */
  readonly mtime: Float64Array
  readonly mtimeNs: Uint32Array
  readonly ctime: Float64Array
  readonly ctimeNs: Uint32Array
  protected readonly dirOf: Uint32Array
  protected readonly kindOf: Uint32Array
  protected readonly nameAt: Uint32Array
  protected readonly names: Buffer
  protected readonly dirAt: Uint32Array
  protected readonly dirPaths: Buffer

  constructor(memory: FilesMemory) {
    this.size = new Float64Array(memory.size)
    this.inoLow = new Uint32Array(memory.inoLow)
    this.inoHigh = new Uint32Array(memory.inoHigh)
    this.nlink = new Uint32Array(memory.nlink)
    this.uid = new Uint32Array(memory.uid)
    this.blocks = new Float64Array(memory.blocks)
    this.mtime = new Float64Array(memory.mtime)
    this.mtimeNs = new Uint32Array(memory.mtimeNs)
    this.ctime = new Float64Array(memory.ctime)
    this.ctimeNs = new Uint32Array(memory.ctimeNs)
    this.dirOf = new Uint32Array(memory.dir)
    this.kindOf = new Uint32Array(memory.kind)
    this.nameAt = new Uint32Array(memory.nameAt)
    this.names = Buffer.from(memory.names)
    this.dirAt = new Uint32Array(memory.dirAt)
    this.dirPaths = Buffer.from(memory.dirPaths)
  }

  /** Without its directory; latin1. */
  name(file: number): string {
    return textAt(this.names, this.nameAt[file]!)
  }

  /** Latin1, so that it compares as the bytes do. */
  path(file: number): string {
    return `${textAt(this.dirPaths, this.dirAt[this.dirOf[file]!]!)}/${this.name(file)}`
  }

  /**
   * Write the path, with a NUL behind it. Bytes one by one: that costs less than a call for so few.
   * @returns how many there are, with the NUL; more than there is room for: nothing is to be made of them
   */
  writePath(file: number, into: Buffer): number {
    const { names, dirPaths } = this
    let to = 0
    for (let at = this.dirAt[this.dirOf[file]!]!; dirPaths[at] !== 0; at++)
      into[to++] = dirPaths[at]!
    into[to++] = SLASH
    for (let at = this.nameAt[file]!; names[at] !== 0; at++) into[to++] = names[at]!
    into[to++] = 0
    return to
  }
}

/** The text that begins there, up to its NUL. */
function textAt(bytes: Buffer, start: number): string {
  let end = start
  while (bytes[end] !== 0) end++
  return bytes.toString('latin1', start, end)
}
