import { inodeTrust } from '../fs/inode-trust.js'
import { FAST, laneFinder } from '../fs/lane-of.js'
import { stacked } from '../fs/stacked.js'
import type { OnFault } from '../record/fault.js'
import type { PathFields } from '../record/path.js'
import { causeOf } from '../record/sent-cause.js'
import { eachClass } from '../sort/classes.js'
import { inLanes } from '../thread/in-lanes.js'
import { pooled } from '../thread/pooled.js'
import { waitMeter } from '../thread/wait-meter.js'
import {
  aheadTasks,
  BATCH_BYTES,
  batchesByLane,
  classTasks,
  fitsArena,
  inPortions,
  shortTasks,
  splitForTrial,
  type Class,
  type ClassTask,
} from './batches.js'
import { DigestColumn, STATE, type State } from './digest-column.js'
import type { FileColumns } from './file-columns.js'
import type { FileTable } from './file-table.js'
import type { Read, Way } from './find-dupes.js'
import { alikeIn } from './alike.js'
import { FileList, sortBy } from './runs.js'
import { isShort, SAMPLE_BYTES, sampledBytes } from './sample.js'
import type { Act, Digests, DupesCrew, Task } from './work.js'

/** From so many bytes on the thread that hands out the work does none of it, and can be spoken to. */
const LONG_BYTES = 64 * 2 ** 20

/** A name, and the device that it is on. */
type Named = PathFields & { readonly dev: string }

export type ReadSettings = {
  /** Bytes of a digest. */
  readonly digestBytes: number
  readonly columns: FileColumns
  /** A file that has no equal need not be told from all others by a digest. */
  readonly mayBeAlone: boolean
  /** No more files are read once it is aborted. */
  readonly stop: AbortSignal
  /** A file that could not be read. */
  readonly fault: OnFault
  /** Bytes are about to be read. */
  readonly onPlan: (bytes: number) => void
  /** Threads to read with where they mostly wait for a disk. */
  readonly widest: number
  /** Files of a class that a thread has open at a time. */
  readonly sideBySide: number
}

/** Batches of short files for each thread, at least: so that all are done at the same time. */
const SHARES = 4

/** So many files have to be read before it can be said whether threads wait for a disk. */
const FEWEST_READ = 64

/** Reads from a disk are waited for once a file, at the least, and reads from memory for one in twenty. */
const WAITS_A_FILE = 1 / 4

/** Reads files of a table with a crew: what lies on a disk with a head one at a time, all disks at once. */
export class DiskReads implements Read {
  readonly digests: DigestColumn
  readonly #table: FileTable
  readonly #crew: DupesCrew
  readonly #settings: ReadSettings
  readonly #isSure: (named: Named) => boolean
  readonly #isStacked: (named: Named) => boolean
  readonly #findLane: (named: Named) => string
  /** By volume. */
  readonly #lanes: (string | undefined)[] = []
  readonly #meter: typeof waitMeter
  readonly #stopped: Promise<void>

  constructor(
    table: FileTable,
    crew: DupesCrew,
    settings: ReadSettings,
    isSure = inodeTrust(),
    findLane = laneFinder(),
    meter = waitMeter,
    isStacked = stacked(),
  ) {
    this.digests = new DigestColumn(table.limit, settings.digestBytes)
    this.#table = table
    this.#crew = crew
    this.#settings = settings
    this.#isSure = isSure
    this.#isStacked = isStacked
    this.#findLane = findLane
    this.#meter = meter
    this.#stopped = new Promise((resolve) => {
      settings.stop.addEventListener('abort', () => resolve())
    })
  }

  isTrusted(file: number): boolean {
    return this.#isSure(this.#named(file))
  }

  isStacked(file: number): boolean {
    return this.#isStacked(this.#named(file))
  }

  async sample(files: Uint32Array): Promise<void> {
    const bytesOf = (file: number) => sampledBytes(this.#size(file))
    this.#settings.onPlan(total(files, bytesOf))
    const waits = this.#meter()
    await this.#unlessStopped(this.#inInodeOrder(files, 'sample', bytesOf))
    if (fromDisk(files.length, waits())) this.#crew.widen(this.#settings.widest)
  }

  async digest(files: Uint32Array): Promise<void> {
    this.#settings.onPlan(total(files, (file) => this.#size(file)))
    const { classes, others } = this.#split(files)
    const read = async () => {
      await this.#sideBySide(classes)
      await this.#inInodeOrder(others, 'digest', (file) => this.#size(file))
    }
    await this.#unlessStopped(read())
  }

  /**
   * Long files that are probably equal, to be read side by side: not on a disk with a head, and no
   * class that would be most of the work for one thread. Who is alone in a class is alone for good, so
   * a class has all files that agree in their samples, or is none; what was not sampled is in none.
   */
  #split(files: Uint32Array): { readonly classes: Class[]; readonly others: Uint32Array } {
    const { state } = this.digests
    const mostBytes = total(files, (file) => this.#size(file)) / this.#crew.threads
    const isLikely = (file: number) => !isShort(this.#size(file)) && state[file] === STATE.sampled
    const likely = files.filter(isLikely)
    const others = new FileList()
    others.add(files.filter((file) => !isLikely(file)))
    const classes: Class[] = []
    const { mayBeAlone, sideBySide } = this.#settings
    for (const alike of eachClass(alikeIn(likely, this.#table, this.digests))) {
      const isLarge = alike.length * this.#size(alike[0]!) > Math.max(mostBytes, BATCH_BYTES)
      if (isLarge || !this.#areFast(alike)) others.add(alike)
      else
        for (let from = 0; from < alike.length; from += sideBySide)
          classes.push({
            files: alike.subarray(from, from + sideBySide),
            mayBeAlone: mayBeAlone && alike.length <= sideBySide,
          })
    }
    return { classes, others: others.files }
  }

  async #sideBySide(classes: readonly Class[]): Promise<void> {
    const size = (file: number) => this.#size(file)
    const isLong = classes.some(({ files }) => files.length * size(files[0]!) >= LONG_BYTES)
    const tasks = classTasks(classes, size)
    await pooled(tasks, this.#crew.limit, ({ batch, task }) => this.#run(batch, task, isLong))
  }

  async compare(classes: readonly Uint32Array[]): Promise<void> {
    this.#settings.onPlan(classes.reduce((sum, files) => sum + this.#bytesIn(files), 0))
    await this.#unlessStopped(this.#compareInParts(classes))
  }

  /**
   * First some, to see whether they come from memory. If threads wait for a disk, the system is asked for
   * the others beforehand, in the order in which they lie there: then it reads many at a time.
   */
  async #compareInParts(classes: readonly Uint32Array[]): Promise<void> {
    const { first, rest } = splitForTrial(classes)
    const waits = this.#meter()
    await this.#compareNow(first)
    const files = first.reduce((sum, { length }) => sum + length, 0)
    if (!fromDisk(files, waits())) return this.#compareNow(rest)
    for (const part of inPortions(rest, (files) => this.#bytesIn(files), mostAhead())) {
      await this.#readAhead(part)
      await this.#compareNow(part)
    }
  }

  async #compareNow(classes: readonly Uint32Array[]): Promise<void> {
    const bytesOf = (file: number) => this.#size(file)
    const fewest = SHARES * this.#crew.threads
    const asked = { bytesOf, mayBeAlone: this.#settings.mayBeAlone, fewest }
    const run = ({ batch, task }: ClassTask) => this.#run(batch, task, false)
    await pooled(shortTasks(classes, asked), this.#crew.limit, run)
  }

  async #readAhead(classes: readonly Uint32Array[]): Promise<void> {
    const files = new FileList()
    for (const some of classes) files.add(some)
    sortBy(files.files, this.#settings.columns.inode)
    const { stop } = this.#settings
    await pooled(aheadTasks(files.files), this.#crew.limit, async (task) => {
      if (!stop.aborted) await this.#crew.run(task)
    })
  }

  /** @param files of one size */
  #bytesIn(files: Uint32Array): number {
    return files.length * this.#size(files[0]!)
  }

  /**
   * Short files are compared, unless they are too many for the memory of one thread. In a lane that has a
   * name each file is read once, in the order in which they lie there: to sample it costs as much.
   */
  wayOf(files: Uint32Array): Way {
    const size = this.#size(files[0]!)
    if (!isShort(size)) return 'sample'
    if (!this.#areFast(files)) return 'digest'
    return fitsArena(files, size) ? 'compare' : 'sample'
  }

  async #inInodeOrder(
    files: Uint32Array,
    act: Act,
    bytesOf: (file: number) => number,
  ): Promise<void> {
    const isLong = files.some((file) => bytesOf(file) >= LONG_BYTES)
    sortBy(files, this.#settings.columns.inode)
    const lanes = batchesByLane(files, bytesOf, (file) => this.#lane(file))
    const limitOf = (lane: string) => (lane === FAST ? this.#crew.limit : 1)
    // Lanes that have a name are to be read at once, each by a thread of its own.
    await inLanes(lanes, limitOf, (batch, lane) =>
      this.#run(batch, { files: batch.slice(), act }, isLong || lane !== FAST),
    )
  }

  async #run(batch: Uint32Array, task: Task, elsewhere: boolean): Promise<void> {
    const { stop, digestBytes } = this.#settings
    if (stop.aborted) return
    const reply = await (elsewhere ? this.#crew.runElsewhere(task) : this.#crew.run(task))
    if (!('digests' in reply)) throw new Error('another reply than to what was asked')
    const isSample = 'act' in task && task.act === 'sample'
    if (!stop.aborted)
      this.#enter(batch, reply.digests, 2 * (isSample ? SAMPLE_BYTES : digestBytes))
  }

  /** @param digits of a digest */
  #enter(batch: Uint32Array, { states, hex, failures, shared }: Digests, digits: number): void {
    let at = 0
    for (let place = 0; place < states.length; place++) {
      const [state, other] = [states[place]!, shared?.[place] ?? 0]
      if (other > 0) {
        this.digests.share(batch[place]!, batch[other - 1]!)
        continue
      }
      const hasDigest = state === STATE.sampled || state === STATE.proven
      const own = hasDigest ? hex.slice(at, (at += digits)) : ''
      this.digests.set(batch[place]!, state as State, own)
    }
    for (const { place, ...sent } of failures) {
      const path = this.#table.pathFields(batch[place]!)
      this.#settings.fault({ doing: 'read', path, cause: causeOf(sent) })
    }
  }

  /** Resolves at once when the search is stopped: a long file may still be being read. */
  async #unlessStopped(reading: Promise<void>): Promise<void> {
    reading.catch(() => {}) // heard below, unless nobody waits for it any more
    await Promise.race([reading, this.#stopped])
  }

  #size(file: number): number {
    return this.#table.size[file]!
  }

  /** Is each of them in a lane that many may read in? */
  #areFast(files: Uint32Array): boolean {
    const some = this.#table.devs.length === 1 ? files.subarray(0, 1) : files
    return some.every((file) => this.#lane(file) === FAST)
  }

  #lane(file: number): string {
    return (this.#lanes[this.#table.volume(file)] ??= this.#findLane(this.#named(file)))
  }

  #named(file: number): Named {
    return { dev: this.#table.dev(file), ...this.#table.pathFields(file) }
  }
}

/** Do files come from a disk? @param waits that reading them took */
function fromDisk(files: number, waits: number): boolean {
  return files >= FEWEST_READ && waits > files * WAITS_A_FILE
}

function total(files: Uint32Array, bytesOf: (file: number) => number): number {
  return files.reduce((sum, file) => sum + bytesOf(file), 0)
}

/** Bytes that the system may hold of files before they are read: so many that it drops none meanwhile. */
function mostAhead(): number {
  return process.availableMemory() / 4
}
