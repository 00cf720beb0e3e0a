import type { Algo } from '../digest/digest.js'
import { digestReader } from '../digest/read-digest.js'
import { READ_CALLS, type ReadCalls } from '../fs/listed-file.js'
import type { SentCause } from '../record/sent-cause.js'
import type { Crew } from '../thread/crew.js'
import { BATCH_FILES, FoundColumns, type Columns } from '../walk/columns.js'
import type { Part } from '../walk/part.js'
import { partWalker, type Walked } from '../walk/part-walker.js'
import type { Rules, WalkOptions } from '../walk/rules.js'
import { classReader } from './class-reader.js'
import { STATE, type State } from './digest-column.js'
import { jobsOf, type Reading } from './reading.js'
import { countedReads } from './read-count.js'
import { sampler } from './sample.js'

/** What a thread is given to do. */
export type Task =
  | { readonly walk: Part; readonly names: number }
  | { readonly files: Reading; readonly act: Act }
  /** Read files whole that are probably equal. */
  | { readonly classes: Reading; readonly ends: readonly ClassEnd[] }

export type ClassEnd = {
  /** The place behind the last file of a class. */
  readonly end: number
  /** A file of it that has no equal in it has none at all, and needs no digest. */
  readonly mayBeAlone: boolean
}

/** Read a little of each file, or all of it, and prove what was read. */
export type Act = 'sample' | 'digest'

export type Reply = { readonly walked: Walked<Columns> } | { readonly digests: Digests }

/** What is known of the files of a reading, in their order. */
export type Digests = {
  readonly states: Uint8Array
  /** Back to back, of those files that have one. */
  readonly hex: string
  readonly failures: readonly Failure[]
}

/** Why a file has no digest, by its place. */
export type Failure = SentCause & { readonly place: number }

export type WorkSettings = {
  readonly walk: WalkOptions
  readonly algo: Algo
  /** Shared by all threads: see `countedReads`. */
  readonly bytesRead: SharedArrayBuffer
}

/** Who does the walking and the reading. */
export type DupesCrew = Pick<
  Crew<Task, Reply>,
  'run' | 'runElsewhere' | 'limit' | 'threads' | 'widen' | 'close'
>

/** Makes what does a task: a thread has one. */
export function worker(
  { algo, bytesRead }: WorkSettings,
  rules: Rules,
  calls: ReadCalls = READ_CALLS,
): (task: Task) => Reply {
  const fs = countedReads(calls, bytesRead)
  const walk = partWalker(rules, new FoundColumns())
  const digest = digestReader({ algo, headBytes: undefined }, fs)

  const sample = sampler(fs)

  const readClass = classReader(digest, algo, fs)

  const read = (files: Reading, act: Act): Digests => {
    const outcome = new Outcome(files.size.length)
    const [state, know] = act === 'sample' ? [STATE.sampled, sample] : [STATE.proven, digest]
    for (const job of jobsOf(files)) outcome.add(state, () => know(job))
    return outcome.digests
  }

  const readClasses = (files: Reading, ends: readonly ClassEnd[]): Digests => {
    const outcome = new Outcome(files.size.length)
    const jobs = [...jobsOf(files)]
    let first = 0
    for (const { end, mayBeAlone } of ends) {
      for (const know of readClass(jobs.slice(first, end), mayBeAlone))
        outcome.add(STATE.proven, know)
      first = end
    }
    return outcome.digests
  }

  return (task) => {
    if ('walk' in task) return { walked: walk(task.walk, Math.min(task.names, BATCH_FILES)) }
    return {
      digests:
        'classes' in task ? readClasses(task.classes, task.ends) : read(task.files, task.act),
    }
  }
}

/** What becomes known of files, one after the other. */
class Outcome {
  readonly #states: Uint8Array
  readonly #hex: string[] = []
  readonly #failures: Failure[] = []
  #place = 0

  constructor(files: number) {
    this.#states = new Uint8Array(files)
  }

  /** @param know gives the digest as hex; undefined: none is needed */
  add(state: State, know: () => string | undefined): void {
    const place = this.#place++
    try {
      const hex = know()
      this.#states[place] = hex === undefined ? STATE.alone : state
      this.#hex.push(hex ?? '')
    } catch (error) {
      const { code = '', message } = error as NodeJS.ErrnoException
      this.#states[place] = STATE.failed
      this.#failures.push({ place, code, message })
    }
  }

  get digests(): Digests {
    return { states: this.#states, hex: this.#hex.join(''), failures: this.#failures }
  }
}
