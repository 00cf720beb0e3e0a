import { sortByColumn } from '../sort/by-column.js'

/** For each file a number from 0 to 2^32 - 1, by the file's number. */
export type Column = Uint32Array

/** Sort files in place by columns, the first one first. Stable: files that agree stay in their order. */
export function sortBy(files: Uint32Array, columns: readonly Column[]): void {
  const spare = new Uint32Array(files.length)
  for (const column of columns.toReversed()) sortByColumn(files, column, spare)
}

/** Sort files in place by columns, and give those that agree in all of them. */
export function runsBy(files: Uint32Array, columns: readonly Column[]): Generator<Uint32Array> {
  sortBy(files, columns)
  return runsOf(files, columns)
}

/** Those that agree in all columns, among files that are sorted by them already. */
function* runsOf(files: Uint32Array, columns: readonly Column[]): Generator<Uint32Array> {
  const agree = agreeIn(columns)
  for (let from = 0, to = 1; from < files.length; from = to++) {
    while (to < files.length && agree(files[from]!, files[to]!)) to++
    yield files.subarray(from, to)
  }
}

/** Makes the function that compares two files. */
function agreeIn(columns: readonly Column[]): (a: number, b: number) => boolean {
  return (a, b) => {
    for (const column of columns) if (column[a] !== column[b]) return false
    return true
  }
}

/** Numbers of files in a list that grows. */
export class FileList {
  #files: Uint32Array
  #length = 0

  /**
   * @param room is filled first, and may be what is added from, in its order; a list of its own takes
   * memory only as it is filled, but to grow takes more
   */
  constructor(room: Uint32Array = new Uint32Array(1024)) {
    this.#files = room
  }

  add(files: Uint32Array): void {
    const length = this.#length + files.length
    if (length > this.#files.length) {
      const room = new Uint32Array(Math.max(length, 2 * this.#files.length))
      room.set(this.#files.subarray(0, this.#length))
      this.#files = room
    }
    this.#files.set(files, this.#length)
    this.#length = length
  }

  get files(): Uint32Array {
    return this.#files.subarray(0, this.#length)
  }
}
