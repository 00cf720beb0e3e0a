import type { FileStat } from '../fs/file-stat.js'
import type { Directory } from '../walk/directory.js'
import type { Found } from '../walk/found-files.js'
import { SharedFiles, TAKEN, type FilesMemory } from './shared-files.js'

/** What most files of a directory have in common. */
export type Kind = Pick<FileStat, 'dev' | 'mode' | 'uid' | 'gid'>

/** Files that were written to the shared memory, with what of them is not in it. */
export type Rows = {
  /** Their numbers: from this one on, up to before that one. */
  readonly from: number
  readonly to: number
  /** Directories and kinds by their numbers: all that these files have and no others before them. */
  readonly dirs: readonly (readonly [number: number, dir: Directory])[]
  readonly kinds: readonly (readonly [number: number, kind: Kind])[]
  /** The memory is full: files are missing. */
  readonly isCut: boolean
}

/** Files in a batch: some milliseconds of work. */
export const BATCH_FILES = 2048

/** What a thread takes of the memory at a time, to write to it alone. */
const [BLOCK_FILES, BLOCK_BYTES] = [256, 16 * 1024]

/** Writes the files that one thread finds to memory that all threads see. */
export class FoundRows extends SharedFiles implements Found<Rows> {
  readonly #taken: Uint32Array
  readonly #nameText: SharedText
  readonly #pathText: SharedText
  readonly #kindNumbers = new Map<string, number>()
  /** A directory comes again after those in it. */
  readonly #dirNumbers = new WeakMap<Directory, number>()
  #dir: Directory | undefined
  #dirNumber = 0
  #kind: Kind | undefined
  #kindNumber = 0
  /** Where the next file goes, where the block ends, and its first file that was not taken yet. */
  #next = 0
  #end = 0
  #from = 0
  #isCut = false
  #ended: Rows[] = []
  #dirs: [number, Directory][] = []
  #kinds: [number, Kind][] = []
  #count = 0

  constructor(memory: FilesMemory) {
    super(memory)
    this.#taken = new Uint32Array(memory.taken)
    this.#nameText = new SharedText(this.names, this.#taken, TAKEN.names)
    this.#pathText = new SharedText(this.dirPaths, this.#taken, TAKEN.dirPaths)
  }

  add(dir: Directory, name: string, stat: FileStat): void {
    if (this.#isCut) return
    const nameAt = this.#nameText.add(name)
    if (nameAt < 0 || !this.#hasRow() || !this.#enter(dir)) return void (this.#isCut = true)
    if (this.#kind === undefined || !isAlike(this.#kind, stat)) this.#adapt(stat)
    const file = this.#next++
    this.nameAt[file] = nameAt
    this.dirOf[file] = this.#dirNumber
    this.kindOf[file] = this.#kindNumber
    this.uid[file] = stat.uid
    this.size[file] = stat.size
    this.inoLow[file] = stat.inoLow
    this.inoHigh[file] = stat.inoHigh
    this.nlink[file] = stat.nlink
    this.blocks[file] = stat.blocks
    this.mtime[file] = stat.mtime
    this.mtimeNs[file] = stat.mtimeNs
    this.ctime[file] = stat.ctime
    this.ctimeNs[file] = stat.ctimeNs
    this.#count++
  }

  get isFull(): boolean {
    return this.#count >= BATCH_FILES
  }

  get isEmpty(): boolean {
    return this.#count === 0 && !this.#isCut
  }

  takeBatch(): Rows[] {
    this.#endRows()
    const batch = this.#ended
    this.#ended = []
    this.#count = 0
    return batch
  }

  /** Is there one for the next file? */
  #hasRow(): boolean {
    if (this.#next < this.#end) return true
    this.#endRows()
    const from = Atomics.add(this.#taken, TAKEN.files, BLOCK_FILES)
    this.#end = Math.min(from + BLOCK_FILES, this.size.length)
    this.#from = this.#next = from
    return from < this.#end
  }

  #endRows(): void {
    if (this.#next === this.#from && !this.#isCut) return
    this.#ended.push({
      from: this.#from,
      to: this.#next,
      dirs: this.#dirs,
      kinds: this.#kinds,
      isCut: this.#isCut,
    })
    this.#from = this.#next
    this.#dirs = []
    this.#kinds = []
  }

  /** Make this directory that of the next files. False: there is no room for its path. */
  #enter(dir: Directory): boolean {
    if (this.#dir === dir) return true
    const number = this.#dirNumbers.get(dir) ?? this.#addDir(dir)
    if (number >= this.dirAt.length) return false
    this.#dir = dir
    this.#dirNumber = number
    return true
  }

  /** @returns its number; Infinity: there is no room for its path */
  #addDir(dir: Directory): number {
    const at = this.#pathText.add(dir.path)
    const number = at < 0 ? Infinity : Atomics.add(this.#taken, TAKEN.dirs, 1)
    this.#dirNumbers.set(dir, number)
    if (number < this.dirAt.length) {
      this.dirAt[number] = at
      this.#dirs.push([number, dir])
    }
    return number
  }

  #adapt({ dev, mode, uid, gid }: FileStat): void {
    const kind = { dev, mode, uid, gid }
    const key = `${dev} ${mode} ${uid} ${gid}`
    const known = this.#kindNumbers.get(key)
    const number = known ?? Atomics.add(this.#taken, TAKEN.kinds, 1)
    if (known === undefined) this.#kinds.push([number, kind])
    this.#kindNumbers.set(key, number)
    this.#kind = kind
    this.#kindNumber = number
  }
}

function isAlike(a: Kind, b: Kind): boolean {
  return a.mode === b.mode && a.dev === b.dev && a.uid === b.uid && a.gid === b.gid
}

/** Text that several threads write to one memory, each in blocks of its own. What is not written is NUL. */
class SharedText {
  readonly #bytes: Buffer
  readonly #taken: Uint32Array
  readonly #counter: number
  #next = 0
  #end = 0

  constructor(bytes: Buffer, taken: Uint32Array, counter: number) {
    this.#bytes = bytes
    this.#taken = taken
    this.#counter = counter
  }

  /** @param text latin1 @returns where it begins; -1: there is no room for it and its NUL */
  add(text: string): number {
    const length = text.length + 1
    if (this.#end - this.#next < length) this.#take(Math.max(BLOCK_BYTES, length))
    if (this.#end - this.#next < length) return -1
    const start = this.#next
    for (let i = 0; i < text.length; i++) this.#bytes[start + i] = text.charCodeAt(i)
    this.#next = start + length
    return start
  }

  #take(bytes: number): void {
    this.#next = Atomics.add(this.#taken, this.#counter, bytes)
    this.#end = Math.min(this.#next + bytes, this.#bytes.length)
  }
}
