import { availableParallelism } from 'node:os'
import { diskOf, type Disk } from '../fs/disk-of.js'
import type { Outcome } from './job.js'
import type { Listed } from './listed-lines.js'

/** Who wants to know what becomes of a file. */
export type Request = { done(outcome: Outcome): void }

/** Files that one thread reads in a row. */
export type Batch = {
  readonly lane: Lane
  /** Packed, and in the same order who asked for each. */
  readonly jobs: string[]
  readonly requests: Request[]
  /** To be read in all. */
  bytes: number
}

/** Files that wait for the same readers: those of one rotational disk, or of all the others. */
export type Lane = {
  /** Threads that may read from it at the same time. */
  readonly threads: number
  /** Batches that may be with the threads: one more each, so that none waits for the next. */
  readonly limit: number
  running: number
  readonly waiting: Batch[]
  /** The batch that is being filled. */
  open: Batch | undefined
}

/** Device numbers to remember; a record may claim any. */
const MAX_DEVICES = 1024

export class Lanes {
  readonly #threads: number | undefined
  readonly #diskOf: (dev: string) => Disk | undefined
  readonly #byDevice = new Map<string, Lane>()
  readonly #byDisk = new Map<string, Lane>()

  /** @param threads as the user wants it; undefined: what suits the disks */
  constructor(threads: number | undefined, disk: (dev: string) => Disk | undefined = diskOf) {
    this.#threads = threads
    this.#diskOf = disk
  }

  of({ dev }: Listed): Lane {
    const known = this.#byDevice.get(dev)
    if (known !== undefined) return known
    if (this.#byDevice.size === MAX_DEVICES) this.#byDevice.clear()
    const lane = this.#laneOf(this.#threads === undefined ? this.#diskOf(dev) : undefined)
    this.#byDevice.set(dev, lane)
    return lane
  }

  /** Every lane so far. */
  all(): Lane[] {
    return [...this.#byDisk.values()]
  }

  #laneOf(disk: Disk | undefined): Lane {
    const name = disk?.isRotational ? disk.name : ''
    const known = this.#byDisk.get(name)
    if (known !== undefined) return known
    const threads = disk?.isRotational ? 1 : (this.#threads ?? availableParallelism())
    const limit = disk?.isRotational ? 1 : 2 * threads
    const lane = { threads, limit, running: 0, waiting: [], open: undefined }
    this.#byDisk.set(name, lane)
    return lane
  }
}
