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
  /** The number of its directory. */
  dir: Uint32Array,
  kind: Uint32Array,
} as const

type Column = keyof typeof COLUMNS

/** Memory that all threads see: a column for each fact, and two for where names are. */
export type FilesMemory = { readonly [Part in Column | Text]: SharedArrayBuffer }

type Text = 'nameAt' | 'names' | 'dirAt' | 'dirPaths'

/** Bytes that there is room for, a file on average: for its name, and for a path of its directory. */
const NAME_BYTES = 96
const PATH_BYTES = 96

/** So that a few files can have the longest names. */
const LEAST_BYTES = 64 * 1024

/** So many files there can be at all: Node writes text into no Buffer of more than 2^31 bytes. */
export const MOST_FILES = Math.floor((2 ** 31 - LEAST_BYTES) / NAME_BYTES) - 1

/** Addresses that a file takes: most of them are never written to. */
export const ADDRESS_BYTES = 72 + NAME_BYTES + PATH_BYTES + 16

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
    nameAt: new SharedArrayBuffer(bytes(Float64Array) + 8),
    names: new SharedArrayBuffer(files * NAME_BYTES + LEAST_BYTES),
    dirAt: new SharedArrayBuffer(bytes(Float64Array) + 8),
    dirPaths: new SharedArrayBuffer(files * PATH_BYTES + LEAST_BYTES),
  }
}

const SLASH = 0x2f

/**
 * Files by their numbers, as every thread sees them: one of them writes, the others are told numbers that
 * were written before.
 */
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
  /** Where a name begins, and at the next place, where it ends. */
  protected readonly nameAt: Float64Array
  protected readonly names: Buffer
  /** The same of paths of directories. */
  protected readonly dirAt: Float64Array
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
    this.nameAt = new Float64Array(memory.nameAt)
    this.names = Buffer.from(memory.names)
    this.dirAt = new Float64Array(memory.dirAt)
    this.dirPaths = Buffer.from(memory.dirPaths)
  }

  /** Without its directory; latin1. */
  name(file: number): string {
    return this.names.toString('latin1', this.nameAt[file]!, this.nameAt[file + 1]!)
  }

  /** Latin1, so that it compares as the bytes do. */
  path(file: number): string {
    const dir = this.dirOf[file]!
    const above = this.dirPaths.toString('latin1', this.dirAt[dir]!, this.dirAt[dir + 1]!)
    return `${above}/${this.name(file)}`
  }

  /** Bytes of its path, with a NUL behind it. */
  pathBytes(file: number): number {
    const dir = this.dirOf[file]!
    const above = this.dirAt[dir + 1]! - this.dirAt[dir]!
    return above + 1 + this.nameAt[file + 1]! - this.nameAt[file]! + 1
  }

  /** Write the path, with a NUL behind it. Bytes one by one: that costs less than a call for so few. */
  writePath(file: number, into: Buffer): void {
    const { names, dirPaths } = this
    const dir = this.dirOf[file]!
    let to = 0
    for (let at = this.dirAt[dir]!, end = this.dirAt[dir + 1]!; at < end; at++)
      into[to++] = dirPaths[at]!
    into[to++] = SLASH
    for (let at = this.nameAt[file]!, end = this.nameAt[file + 1]!; at < end; at++)
      into[to++] = names[at]!
    into[to] = 0
  }
}
