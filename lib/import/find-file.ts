import { lstatSync, statSync, type BigIntStats } from 'node:fs'
import type { FileRecord } from '../record/file.js'
import { absolutePath } from '../record/path.js'
import { statRecord } from '../record/stat-record.js'
import { unique } from './jdupes-spelling.js'
import type { Notation } from './notation.js'
import { OddNames } from './odd-names.js'

/**
 * Finds the file that a path in another tool's output stands for: a regular file of the size that
 * the tool saw. Where a name is printed as another one, only the disk can say which was meant, and
 * where two could be meant, neither is taken.
 */
export class FileFinder {
  readonly #notation: Notation
  readonly #base: Buffer
  readonly #odd = new OddNames()

  /** @param base what relative paths are relative to: absolute and normal */
  constructor(notation: Notation, base: Buffer) {
    this.#notation = notation
    this.#base = base
  }

  /**
   * @param size in bytes, where the tool tells it
   * @throws {Error} no such file, or more than one, in words; or an error of `lstat`
   */
  find(printed: string, size?: number): FileRecord {
    const looks = this.pathsOf(printed).map((path) => this.#look(path, size))
    const near = looks.filter(isSeen)
    const [seen, other] = near.length > 0 ? near : this.#printedAs(printed, size)
    if (other !== undefined)
      throw new Error(`two files have names that ${this.#notation.tool} prints like this`)
    if (seen !== undefined) return statRecord(seen.path, seen.stats)
    throw looks[0] ?? new Error('not the name of a file')
  }

  /** True if a file has this very name, and the size if one is given. */
  isFile(printed: string, size?: number): boolean {
    return this.pathsOf(printed).some((path) => isSeen(this.#look(path, size)))
  }

  /** The absolute paths that it may stand for as it is written, there or not. */
  pathsOf(printed: string): Buffer[] {
    return this.#notation.spellings(printed).map((path) => absolutePath(path, this.#base))
  }

  #printedAs(printed: string, size: number | undefined): Seen[] {
    if (!this.#notation.isLossy(printed)) return []
    return this.#othersPrintedAs(printed)
      .map((path) => this.#look(path, size))
      .filter(isSeen)
  }

  /** Paths on disk that are printed as `printed`, though a part of them is spelled otherwise. */
  #othersPrintedAs(printed: string): Buffer[] {
    const { spellings, readings, printings } = this.#notation
    const slash = printed.lastIndexOf('/')
    const name = printed.slice(slash + 1)
    const texts = readings(name)
    return this.#directories(printed.slice(0, slash + 1)).flatMap((dir) => {
      const names = this.#odd.namesIn(dir)
      const odd = names.filter((odd) => printings(odd).some((text) => texts.includes(text)))
      return unique([...spellings(name), ...odd]).map((found) => absolutePath(found, dir))
    })
  }

  /** @param printed ends with a slash, or is empty */
  #directories(printed: string): Buffer[] {
    if (printed === '') return [this.#base]
    const spelled = this.pathsOf(printed).filter(isDirectory)
    if (spelled.length > 0 || printed === '/') return spelled
    return this.#othersPrintedAs(printed.replace(/\/+$/, '')).filter(isDirectory)
  }

  #look(path: Buffer, size: number | undefined): Seen | Error {
    try {
      const stats = lstatSync(path, { bigint: true })
      if (!stats.isFile()) return new Error('not a regular file')
      if (size === undefined || stats.size === BigInt(size)) return { path, stats }
      const { tool } = this.#notation
      return new Error(`has ${stats.size} bytes now, and had ${size} when ${tool} saw it`)
    } catch (error) {
      return error as Error
    }
  }
}

type Seen = { readonly path: Buffer; readonly stats: BigIntStats }

function isSeen(found: Seen | Error): found is Seen {
  return 'stats' in found
}

function isDirectory(path: Buffer): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
}
