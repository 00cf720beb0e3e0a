import type { Algo } from '../digest/digest.js'
import { digestReader } from '../digest/read-digest.js'
import { READ_CALLS, type ReadCalls } from '../fs/listed-file.js'
import { native } from '../fs/native/native.js'
import type { SentCause } from '../record/sent-cause.js'
import type { Crew } from '../thread/crew.js'
import type { Part } from '../walk/part.js'
import { partWalker, type Walked } from '../walk/part-walker.js'
import type { Rules, WalkOptions } from '../walk/rules.js'
import { classReader } from './class-reader.js'
import { STATE, type State } from './digest-column.js'
import { nativeArena, nodeArena, type Arena } from './arena.js'
import { FoundRows, type Rows } from './found-rows.js'
import { SharedFiles, type FilesMemory } from './shared-files.js'
import { TableJob } from './table-job.js'
import { countedReads, readCounter } from './read-count.js'
import { sampler } from './sample.js'
import { ALONE, ARENA_BYTES, shortReader, UNKNOWN } from './short-reader.js'

/** What a thread is given to do. */
export type Task =
  | { readonly walk: Part; readonly names: number }
  | { readonly files: Uint32Array; readonly act: Act }
  /** Read files whole that are probably equal. */
  | { readonly classes: Uint32Array; readonly ends: readonly ClassEnd[] }
  /** The same of short files, all those of one size: see `shortReader`. */
  | { readonly shorts: Uint32Array; readonly ends: Uint32Array; readonly mayBeAlone: boolean }
  /** Have short files read in the background that will be read soon. */
  | { readonly ahead: Uint32Array }

export type ClassEnd = {
  /** The place behind the last file of a class. */
  readonly end: number
  /** A file of it that has no equal in it has none at all, and needs no digest. */
  readonly mayBeAlone: boolean
}

/** Read a little of each file, or all of it, and prove what was read. */
export type Act = 'sample' | 'digest'

export type Reply =
  | { readonly walked: Walked<Rows> }
  | { readonly digests: Digests }
  /** So many files were asked for. */
  | { readonly ahead: number }

/** What is known of the files of a reading, in their order. */
export type Digests = {
  readonly states: Uint8Array
  /** Back to back, of those files that have one, and share it with none before them. */
  readonly hex: string
  /** By place, one more than the place of the file whose digest it shares; undefined: each has its own. */
  readonly shared?: Uint32Array
  readonly failures: readonly Failure[]
}

/** Why a file has no digest, by its place. */
export type Failure = SentCause & { readonly place: number }

export type WorkSettings = {
  readonly walk: WalkOptions
  readonly algo: Algo
  /** The files that tasks name by their numbers. */
  readonly files: FilesMemory
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
  { algo, bytesRead, files: memory }: WorkSettings,
  rules: Rules,
  calls: ReadCalls = READ_CALLS,
): (task: Task) => Reply {
  const fs = countedReads(calls, bytesRead)
  const table = new SharedFiles(memory)
  const jobOf = (file: number) => new TableJob(table, file)
  const walk = partWalker(rules, new FoundRows(memory))
  const digest = digestReader({ algo, headBytes: undefined }, fs)

  const sample = sampler(fs)

  const readClass = classReader(digest, algo, fs)

  const read = (files: Uint32Array, act: Act): Digests => {
    const outcome = new Outcome(files.length)
    const [state, know] = act === 'sample' ? [STATE.sampled, sample] : [STATE.proven, digest]
    for (const file of files) outcome.add(state, () => know(jobOf(file)))
    return outcome.digests
  }

  const readClasses = (files: Uint32Array, ends: readonly ClassEnd[]): Digests => {
    const outcome = new Outcome(files.length)
    const jobs = Array.from(files, jobOf)
    let first = 0
    for (const { end, mayBeAlone } of ends) {
      for (const know of readClass(jobs.slice(first, end), mayBeAlone))
        outcome.add(STATE.proven, know)
      first = end
    }
    return outcome.digests
  }

  const arena = once(() => arenaFor(table, calls, fs, bytesRead))
  const readShort = once(() => shortReader(algo, arena(), table))

  const readShorts = (files: Uint32Array, ends: Uint32Array, mayBeAlone: boolean): Digests => {
    const outcome = new Outcome(files.length)
    const { likes, hexOf } = readShort()(files, ends, mayBeAlone)
    for (let place = 0; place < likes.length; place++) {
      const like = likes[place]!
      if (like === ALONE) outcome.alone()
      else if (like === UNKNOWN) outcome.add(STATE.proven, () => digest(jobOf(files[place]!)))
      else if (like !== place) outcome.share(like)
      else outcome.add(STATE.proven, () => hexOf(place))
    }
    return outcome.digests
  }

  const readAhead = (files: Uint32Array): Reply => {
    for (const file of files) arena().readAhead(file)
    return { ahead: files.length }
  }

  return (task) => {
    if ('walk' in task) return { walked: walk(task.walk, task.names) }
    if ('ahead' in task) return readAhead(task.ahead)
    if ('shorts' in task) return { digests: readShorts(task.shorts, task.ends, task.mayBeAlone) }
    if ('classes' in task) return { digests: readClasses(task.classes, task.ends) }
    return { digests: read(task.files, task.act) }
  }
}

/** The C library's calls where there are any, unless a test has its own. */
function arenaFor(
  files: SharedFiles,
  calls: ReadCalls,
  fs: ReadCalls,
  bytesRead: SharedArrayBuffer,
): Arena {
  const byAddress = calls === READ_CALLS ? native()?.byAddress : undefined
  return byAddress
    ? nativeArena(ARENA_BYTES, files, byAddress, readCounter(bytesRead))
    : nodeArena(ARENA_BYTES, files, fs)
}

function once<T>(make: () => T): () => T {
  let made: T | undefined
  return () => (made ??= make())
}

/** What becomes known of files, one after the other. */
class Outcome {
  readonly #states: Uint8Array
  readonly #hex: string[] = []
  #shared: Uint32Array | undefined
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

  /** No other file is equal to this one, which needs no digest. */
  alone(): void {
    this.#states[this.#place++] = STATE.alone
  }

  /** The same content as the file at another place. */
  share(place: number): void {
    this.#shared ??= new Uint32Array(this.#states.length)
    this.#shared[this.#place++] = place + 1
  }

  get digests(): Digests {
    const shared = this.#shared && { shared: this.#shared }
    return { states: this.#states, hex: this.#hex.join(''), failures: this.#failures, ...shared }
  }
}
