import type { OnFault } from '../record/fault.js'
import type { Directory } from './directory.js'
import { received, type Walked } from './part-walker.js'
import { joined, namesOf, type Left, type Part } from './part.js'

/** Who walks parts of trees. */
export type Helpers<T> = {
  /** Walks so many names of a part. */
  readonly walk: (part: Part, names: number) => Promise<Walked<T>>
  /** Parts that they can be given at a time. */
  readonly limit: number
  /** Directories of one lane are listed one at a time, unless it is `FAST`. */
  readonly laneOf: (dir: Directory) => string
}

/** Names that a helper goes through before it says what is left: some milliseconds of work. */
const MOST_NAMES = 1024
const LEAST_NAMES = 32

/** What a directory that was not listed yet counts as. */
const UNLISTED = 64

/**
 * Walk trees with several helpers: what one of them leaves, any may take. Batches come in no order.
 * @throws whatever a helper throws
 */
export async function* walkShared<T>(
  tops: readonly Directory[],
  { walk, limit, laneOf }: Helpers<T>,
  fault: OnFault,
): AsyncGenerator<T[]> {
  const lanes = new Map<string, Lane>()
  const add = ({ dir, names }: Left) => {
    const name = laneOf(dir)
    const lane = lanes.get(name) ?? new Lane(name === '' ? limit : 1)
    lanes.set(name, lane)
    lane.add(dir, names)
  }
  const active = new Set<Promise<void>>()
  let found: T[] = []
  const start = (lane: Lane) => {
    lane.running++
    const job = walk(lane.take(), MOST_NAMES).then((walked) => {
      walked.faults.forEach((one) => fault(received(one))) // if that throws, the job stays to be heard
      active.delete(job)
      lane.running--
      walked.left.forEach(add)
      for (const batch of walked.found) found.push(batch)
    })
    job.catch(() => {}) // heard where it is waited for; a second one has nobody to hear it
    active.add(job)
  }
  for (const dir of tops) add({ dir, names: undefined })
  for (;;) {
    for (const lane of lanes.values()) while (lane.canStart) start(lane)
    if (active.size > 0) await Promise.race(active)
    else if (found.length === 0) return
    const batch = found
    found = [] // while this batch is looked at, others go on
    if (batch.length > 0) yield batch
  }
}

type Pending = { readonly dir: Directory; readonly names: readonly string[]; next: number }

/** Directories that are listed by so many helpers at a time. */
class Lane {
  running = 0
  readonly #limit: number
  readonly #unlisted: Directory[] = []
  readonly #pending: Pending[] = []
  /** Names that are pending. */
  #names = 0

  constructor(limit: number) {
    this.#limit = limit
  }

  get canStart(): boolean {
    return this.running < this.#limit && this.#unlisted.length + this.#pending.length > 0
  }

  add(dir: Directory, joinedNames: string | undefined): void {
    if (joinedNames === undefined) return void this.#unlisted.push(dir)
    const names = namesOf(joinedNames)
    if (names.length === 0) return
    this.#pending.push({ dir, names, next: 0 })
    this.#names += names.length
  }

  /** A part for one helper, so that there is something for the others, too. */
  take(): Part {
    const all = this.#names + UNLISTED * this.#unlisted.length
    const share = Math.max(LEAST_NAMES, Math.min(MOST_NAMES, Math.ceil(all / this.#limit)))
    const part: Left[] = []
    let room = share
    for (; room > 0 && this.#unlisted.length > 0; room -= UNLISTED)
      part.push({ dir: this.#unlisted.pop()!, names: undefined })
    while (room > 0 && this.#pending.length > 0) {
      const last = this.#pending.at(-1)!
      const names = last.names.slice(last.next, last.next + room)
      last.next += names.length
      room -= names.length
      this.#names -= names.length
      if (last.next === last.names.length) this.#pending.pop()
      part.push({ dir: last.dir, names: joined(names) })
    }
    return part
  }
}
