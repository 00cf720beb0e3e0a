import { inodeOf, nanoseconds } from '../fs/file-stat.js'
import { kernelPath } from '../walk/latin1-path.js'
import type { Job } from '../digest/read-digest.js'
import { asBuffer } from '../thread/as-buffer.js'
import type { FileTable } from './file-table.js'

/** Files that one thread reads in a row, a column for each fact. */
export type Reading = {
  /** The bytes of all paths, each with a NUL behind it. */
  readonly paths: Buffer
  /** Where each begins. */
  readonly pathAt: Uint32Array
  readonly size: Float64Array
  readonly uid: Uint32Array
  readonly inoLow: Uint32Array
  readonly inoHigh: Uint32Array
  readonly mtime: Float64Array
  readonly mtimeNs: Uint32Array
  readonly ctime: Float64Array
  readonly ctimeNs: Uint32Array
}

/** What is asked of a thread for files of a table. */
export function readingOf(files: Uint32Array, table: FileTable): Reading {
  const reading = {
    ...table.paths(files),
    size: new Float64Array(files.length),
    uid: new Uint32Array(files.length),
    inoLow: new Uint32Array(files.length),
    inoHigh: new Uint32Array(files.length),
    mtime: new Float64Array(files.length),
    mtimeNs: new Uint32Array(files.length),
    ctime: new Float64Array(files.length),
    ctimeNs: new Uint32Array(files.length),
  }
  for (let i = 0; i < files.length; i++) {
    const file = files[i]!
    reading.size[i] = table.size[file]!
    reading.uid[i] = table.uid(file)
    reading.inoLow[i] = table.inoLow[file]!
    reading.inoHigh[i] = table.inoHigh[file]!
    reading.mtime[i] = table.mtime[file]!
    reading.mtimeNs[i] = table.mtimeNs[file]!
    reading.ctime[i] = table.ctime[file]!
    reading.ctimeNs[i] = table.ctimeNs[file]!
  }
  return reading
}

/** The same in another thread, where a Buffer comes as bare bytes. */
export function arrived(reading: Reading): Reading {
  return { ...reading, paths: asBuffer(reading.paths) }
}

/** The files, one by one. */
export function* jobsOf(reading: Reading): Generator<Job> {
  for (let i = 0; i < reading.size.length; i++) yield jobAt(reading, i)
}

/** One of them. */
export function jobAt(reading: Reading, place: number): Job {
  const { paths, pathAt } = reading
  const end = pathAt[place + 1] ?? paths.length
  return new ListedJob(reading, place, paths.toString('latin1', pathAt[place]!, end - 1))
}

/** Its large numbers are made when they are asked for: a sample needs none of them. */
class ListedJob implements Job {
  readonly path: string | Buffer
  readonly size: number
  readonly uid: number
  readonly #reading: Reading
  readonly #place: number

  constructor(reading: Reading, place: number, path: string) {
    this.path = kernelPath(path)
    this.size = reading.size[place]!
    this.uid = reading.uid[place]!
    this.#reading = reading
    this.#place = place
  }

  get ino(): bigint {
    const [inoHigh, inoLow] = [this.#reading.inoHigh[this.#place]!, this.#reading.inoLow[this.#place]!]
    return inodeOf({ inoHigh, inoLow })
  }

  get mtimeNs(): bigint {
    return nanoseconds(this.#reading.mtime[this.#place]!, this.#reading.mtimeNs[this.#place]!)
  }

  get ctimeNs(): bigint {
    return nanoseconds(this.#reading.ctime[this.#place]!, this.#reading.ctimeNs[this.#place]!)
  }
}
