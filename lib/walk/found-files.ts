import type { FileStat } from '../fs/file-stat.js'
import type { Directory } from './directory.js'

/** Makes what is wanted of a regular file: a line, a record. `name` is latin1. */
export type Make<T> = (dir: Directory, name: string, stat: FileStat) => T

/** The same, and tells of each file and its bytes. */
export function counted<T>(make: Make<T>, tick: (bytes: number) => void): Make<T> {
  return (dir, name, stat) => {
    tick(stat.size)
    return make(dir, name, stat)
  }
}

/**
 * Handed on at once: a promise for each file would cost more than the file. No more, since what is
 * alive when V8 collects its youngest objects decides how much memory it takes for them.
 */
const BATCH = 32

/** The files found since the last batch was taken. */
export type Found<T> = {
  add(dir: Directory, name: string, stat: FileStat): void
  /** It is time to take a batch. */
  readonly isFull: boolean
  readonly isEmpty: boolean
  takeBatch(): T[]
}

/** What was made of each of them. */
export class FoundFiles<T> implements Found<T> {
  readonly #make: Make<T>
  #batch: T[] = []

  constructor(make: Make<T>) {
    this.#make = make
  }

  add(dir: Directory, name: string, stat: FileStat): void {
    this.#batch.push(this.#make(dir, name, stat))
  }

  get isFull(): boolean {
    return this.#batch.length >= BATCH
  }

  get isEmpty(): boolean {
    return this.#batch.length === 0
  }

  takeBatch(): T[] {
    const batch = this.#batch
    this.#batch = []
    return batch
  }
}
