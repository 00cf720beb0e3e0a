import { FAST, laneFinder } from '../fs/lane-of.js'
import { inodeTrust } from '../fs/inode-trust.js'
import type { OnFault } from '../record/fault.js'
import { inLanes } from '../thread/in-lanes.js'
import { pooled } from '../thread/pooled.js'
import { MOST_SIDE_BY_SIDE } from './class-reader.js'
import { DigestColumn, STATE, type State } from './digest-column.js'
import type { FileTable } from './file-table.js'
import type { Read } from './find-dupes.js'
import { readingOf } from './reading.js'
import { isShort, SAMPLE_BYTES, sampledBytes } from './sample.js'
import type { FileColumns } from './file-columns.js'
import { FileList, runsBy, sortBy } from './runs.js'
import type { Act, Digests, DupesCrew, Task } from './work.js'

/** A batch is full at so many files, or so many bytes: small enough to share out evenly. */
const BATCH_FILES = 128
const BATCH_BYTES = 2 * 2 ** 20

/** From so many bytes on the thread that hands out the work does none of it, and can be spoken to. */
const LONG_BYTES = 64 * 2 ** 20

export type ReadSettings = {
  /** Bytes of a digest. */
  readonly digestBytes: number
  readonly columns: FileColumns
  /** No more files are read once it is aborted. */
  readonly stop: AbortSignal
  /** A file that could not be read. */
  readonly fault: OnFault
  /** Bytes are about to be read. */
  readonly onPlan: (bytes: number) => void
}

/** Reads files of a table with a crew: what lies on a disk with a head one at a time, all disks at once. */
export function diskReads(
  table: FileTable,
  crew: DupesCrew,
  { digestBytes, columns, stop, fault, onPlan }: ReadSettings,
): Read {
  const digests = new DigestColumn(table.count, digestBytes)
  const isSure = inodeTrust()
  const lane = laneFinder()
  const lanes: (string | undefined)[] = []
  const named = (file: number) => ({ dev: table.dev(file), ...table.pathFields(file) })
  const sizeOf = (file: number) => table.size[file]!
  const classBytes = (files: Uint32Array) => files.length * sizeOf(files[0]!)
  const isFast = (file: number) => laneOf(file) === FAST
  const laneOf = (file: number) => (lanes[table.volume[file]!] ??= lane(named(file)))

  const enter = (batch: Uint32Array, { states, hex, failures }: Digests, digits: number) => {
    let at = 0
    for (const [place, state] of states.entries()) {
      const hasDigest = state !== STATE.failed
      digests.set(batch[place]!, state as State, hex.slice(at, (at += hasDigest ? digits : 0)))
    }
    for (const { place, code, message } of failures) {
      const cause = code === '' ? message : Object.assign(new Error(message), { code })
      fault({ doing: 'read', path: table.pathFields(batch[place]!), cause })
    }
  }

  const stopped = new Promise<void>((resolve) => {
    stop.addEventListener('abort', () => resolve())
  })
  const limitOf = (name: string) => (name === FAST ? crew.limit : 1)

  const run = async (batch: Uint32Array, task: Task, digits: number, isLong: boolean) => {
    if (stop.aborted) return
    const reply = await (isLong ? crew.runElsewhere(task) : crew.run(task))
    if (!('digests' in reply)) throw new Error('another reply than to what was asked')
    if (!stop.aborted) enter(batch, reply.digests, digits)
  }

  const inInodeOrder = async (files: Uint32Array, act: Act) => {
    const bytesOf = (file: number) => (act === 'sample' ? sampledBytes(sizeOf(file)) : sizeOf(file))
    const digits = 2 * (act === 'sample' ? SAMPLE_BYTES : digestBytes)
    const isLong = files.some((file) => bytesOf(file) >= LONG_BYTES)
    sortBy(files, columns.inode)
    await inLanes(batches(files, bytesOf, laneOf), limitOf, (batch) =>
      run(batch, { files: readingOf(batch, table), act }, digits, isLong),
    )
  }

  const sideBySide = async (classes: readonly Uint32Array[]) => {
    const isLong = classes.some((files) => classBytes(files) >= LONG_BYTES)
    await pooled(classTasks(classes, table, classBytes), crew.limit, ({ batch, task }) =>
      run(batch, task, 2 * digestBytes, isLong),
    )
  }

  const sample = async (files: Uint32Array) => {
    onPlan(total(files, (file) => sampledBytes(sizeOf(file))))
    await Promise.race([inInodeOrder(files, 'sample'), stopped])
  }

  const digest = async (files: Uint32Array) => {
    const bytes = total(files, sizeOf)
    onPlan(bytes)
    const [classes, others] = [[] as Uint32Array[], new FileList()]
    const isLikely = (file: number) => !isShort(sizeOf(file)) && isFast(file)
    const likely = files.filter(isLikely)
    others.add(files.filter((file) => !isLikely(file)))
    for (const alike of runsBy(likely, [...columns.size, ...digests.columns(likely)]))
      // One that is most of the work had better be shared out among the threads.
      if (classBytes(alike) > Math.max(bytes / crew.threads, BATCH_BYTES)) others.add(alike)
      else for (const files of cut(alike, () => 0, MOST_SIDE_BY_SIDE)) classes.push(files)
    const reading = sideBySide(classes).then(() => inInodeOrder(others.files, 'digest'))
    await Promise.race([reading, stopped])
  }

  return {
    digests,
    sample,
    digest,
    isTrusted: (file) => isSure(named(file)),
  }
}

/** What each lane reads, none too much for one thread at a time; made when it is asked for. */
function batches(
  files: Uint32Array,
  bytesOf: (file: number) => number,
  laneOf: (file: number) => string,
): Map<string, Iterable<Uint32Array>> {
  const lanes = new Map<string, FileList>()
  for (let from = 0, to = 1; from < files.length; from = to++) {
    const lane = laneOf(files[from]!)
    while (to < files.length && laneOf(files[to]!) === lane) to++
    const list = lanes.get(lane) ?? new FileList()
    lanes.set(lane, list)
    list.add(files.subarray(from, to))
  }
  return new Map(
    [...lanes].map(([lane, { files }]) => [
      lane,
      cut(lane === FAST ? longestFirst(files, bytesOf) : files, bytesOf),
    ]),
  )
}

/** Those that are a batch each first, the longest of them first, so that no thread is left with one at the end. */
function longestFirst(files: Uint32Array, bytesOf: (file: number) => number): Uint32Array {
  const isLong = (file: number) => bytesOf(file) >= BATCH_BYTES
  const long = files.filter(isLong).sort((a, b) => bytesOf(b) - bytesOf(a))
  const order = new FileList()
  order.add(long)
  order.add(files.filter((file) => !isLong(file)))
  return order.files
}

function* cut(
  files: Uint32Array,
  bytesOf: (file: number) => number,
  most = BATCH_FILES,
): Generator<Uint32Array> {
  for (let from = 0, to = 1; from < files.length; from = to++) {
    let bytes = bytesOf(files[from]!)
    while (to < files.length && to - from < most && bytes < BATCH_BYTES)
      bytes += bytesOf(files[to++]!)
    yield files.subarray(from, to)
  }
}

function total(files: Uint32Array, bytesOf: (file: number) => number): number {
  return files.reduce((sum, file) => sum + bytesOf(file), 0)
}

/** Several classes at a time, the largest first. */
function* classTasks(
  classes: readonly Uint32Array[],
  table: FileTable,
  classBytes: (files: Uint32Array) => number,
): Generator<{ readonly batch: Uint32Array; readonly task: Task }> {
  const sorted = classes.toSorted((a, b) => classBytes(b) - classBytes(a))
  let [batch, ends, bytes] = [new FileList(), [] as number[], 0]
  for (const [i, files] of sorted.entries()) {
    batch.add(files)
    ends.push(batch.files.length)
    bytes += classBytes(files)
    const isFull = batch.files.length >= BATCH_FILES || bytes >= BATCH_BYTES
    if (!isFull && i < sorted.length - 1) continue
    yield { batch: batch.files, task: { classes: readingOf(batch.files, table), ends } }
    ;[batch, ends, bytes] = [new FileList(), [], 0]
  }
}
