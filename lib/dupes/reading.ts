import { kernelPath } from '../walk/latin1-path.js'
import type { Job } from '../digest/read-digest.js'
import { asBuffer } from '../thread/as-buffer.js'
import type { FileTable } from './file-table.js'
import type { Times } from '../walk/columns.js'

/** Files that one thread reads in a row, a column for each fact. */
export type Reading = {
  /** The bytes of all paths, each with a NUL behind it. */
  readonly paths: Buffer
  /** Where each begins. */
  readonly pathAt: Uint32Array
  readonly size: Float64Array
  readonly ino: BigUint64Array
  readonly uid: Uint32Array
  readonly mtimeNs: BigInt64Array
  readonly ctimeNs: BigInt64Array
  /** By place: times that 64 bits do not hold. */
  readonly odd: ReadonlyMap<number, Times>
}

/** What is asked of a thread for files of a table. */
export function readingOf(files: Uint32Array, table: FileTable): Reading {
  const odd = new Map<number, Times>()
  const reading = {
    ...table.paths(files),
    size: new Float64Array(files.length),
    ino: new BigUint64Array(files.length),
    uid: new Uint32Array(files.length),
    mtimeNs: new BigInt64Array(files.length),
    ctimeNs: new BigInt64Array(files.length),
    odd,
  }
  for (let i = 0; i < files.length; i++) {
    const file = files[i]!
    reading.size[i] = table.size[file]!
    reading.ino[i] = table.ino[file]!
    reading.uid[i] = table.uid(file)
    reading.mtimeNs[i] = table.mtimeNs[file]!
    reading.ctimeNs[i] = table.ctimeNs[file]!
    const times = table.oddTimes(file)
    if (times !== undefined) odd.set(i, times)
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
    return this.#reading.ino[this.#place]!
  }

  get mtimeNs(): bigint {
    return this.#odd?.mtimeNs ?? this.#reading.mtimeNs[this.#place]!
  }

  get ctimeNs(): bigint {
    return this.#odd?.ctimeNs ?? this.#reading.ctimeNs[this.#place]!
  }

  get #odd(): Times | undefined {
    return this.#reading.odd.get(this.#place)
  }
}
