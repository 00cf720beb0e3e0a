import { kernelPath } from '../walk/latin1-path.js'
import type { Job } from '../digest/read-digest.js'
import type { FileTable } from './file-table.js'
import type { Times } from '../walk/columns.js'

/** Files that one thread reads in a row, a column for each fact. */
export type Reading = {
  /** Latin1, with NULs between them. */
  readonly paths: string
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
  const paths: string[] = []
  const odd = new Map<number, Times>()
  const reading = {
    size: new Float64Array(files.length),
    ino: new BigUint64Array(files.length),
    uid: new Uint32Array(files.length),
    mtimeNs: new BigInt64Array(files.length),
    ctimeNs: new BigInt64Array(files.length),
  }
  for (let i = 0; i < files.length; i++) {
    const file = files[i]!
    paths.push(table.path(file))
    reading.size[i] = table.size[file]!
    reading.ino[i] = table.ino[file]!
    reading.uid[i] = table.uid(file)
    reading.mtimeNs[i] = table.mtimeNs[file]!
    reading.ctimeNs[i] = table.ctimeNs[file]!
    const times = table.oddTimes(file)
    if (times !== undefined) odd.set(i, times)
  }
  return { ...reading, odd, paths: paths.join('\0') }
}

/** The files, one by one. */
export function* jobsOf(reading: Reading): Generator<Job> {
  const paths = reading.paths.split('\0')
  const isAscii = typeof kernelPath(reading.paths) === 'string'
  for (let i = 0; i < reading.size.length; i++)
    yield new ListedJob(reading, i, isAscii ? paths[i]! : kernelPath(paths[i]!))
}

/** Its large numbers are made when they are asked for: a sample needs none of them. */
class ListedJob implements Job {
  readonly path: string | Buffer
  readonly size: number
  readonly uid: number
  readonly #reading: Reading
  readonly #place: number

  constructor(reading: Reading, place: number, path: string | Buffer) {
    this.path = path
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
