import { lstatSync, statSync, type BigIntStats } from 'node:fs'
import type { FileRecord } from '../record/file.js'
import { absolutePath } from '../record/path.js'
import { printings } from './jdupes-print.js'
import { readings, spellings, unique } from './jdupes-spelling.js'
import { OddNames } from './odd-names.js'
import { statRecord } from '../record/stat-record.js'

/**
 * Finds the file that a path out of jdupes' JSON stands for: a regular file of the size that jdupes
 * saw. Where jdupes prints a name as another one, only the disk can say which was meant, and where
 * two could be meant, neither is taken.
 */
export class FileFinder {
  readonly #base: Buffer
  readonly #odd = new OddNames()

  /** @param base what relative paths are relative to: absolute and normal */
  constructor(base: Buffer) {
    this.#base = base
  }

  /** @throws {Error} no such file, or more than one, in words; or an error of `lstat` */
  find(printed: string, size: number): FileRecord {
    const looks = this.#spelled(printed).map((path) => look(path, size))
    const near = looks.filter(isSeen)
    const [seen, other] = near.length > 0 ? near : this.#printedAs(printed, size)
    if (other !== undefined) throw new Error('two files have names that jdupes prints like this')
    if (seen !== undefined) return statRecord(seen.path, seen.stats)
    throw looks[0] ?? new Error('not the name of a file')
  }

  #spelled(printed: string): Buffer[] {
    return spellings(printed).map((path) => absolutePath(path, this.#base))
  }

  #printedAs(printed: string, size: number): Seen[] {
    return this.#othersPrintedAs(printed)
      .map((path) => look(path, size))
      .filter(isSeen)
  }

  /** Paths on disk that jdupes prints as `printed`, though a part of them is spelled otherwise. */
  #othersPrintedAs(printed: string): Buffer[] {
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
    const spelled = this.#spelled(printed).filter(isDirectory)
    if (spelled.length > 0 || printed === '/') return spelled
    return this.#othersPrintedAs(printed.replace(/\/+$/, '')).filter(isDirectory)
  }
}

type Seen = { readonly path: Buffer; readonly stats: BigIntStats }

function isSeen(found: Seen | Error): found is Seen {
  return 'stats' in found
}

function look(path: Buffer, size: number): Seen | Error {
  try {
    const stats = lstatSync(path, { bigint: true })
    if (!stats.isFile()) return new Error('not a regular file')
    if (stats.size === BigInt(size)) return { path, stats }
    return new Error(`has ${stats.size} bytes now, and had ${size} when jdupes saw it`)
  } catch (error) {
    return error as Error
  }
}

function isDirectory(path: Buffer): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
}
