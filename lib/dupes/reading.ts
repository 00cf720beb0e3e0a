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
export function* jobsOf({ paths, size, ino, uid, odd, ...times }: Reading): Generator<Job> {
  const each = paths.split('\0')
  for (let i = 0; i < size.length; i++) {
    const exact = odd.size === 0 ? undefined : odd.get(i)
    yield {
      path: kernelPath(each[i]!),
      size: size[i]!,
      ino: ino[i]!,
      uid: uid[i]!,
      mtimeNs: exact?.mtimeNs ?? times.mtimeNs[i]!,
      ctimeNs: exact?.ctimeNs ?? times.ctimeNs[i]!,
    }
  }
}
