import { FAST, laneFinder } from '../fs/lane-of.js'
import { inodeTrust } from '../fs/inode-trust.js'
import type { OnFault } from '../record/fault.js'
import { inLanes } from '../thread/in-lanes.js'
import { DigestColumn, STATE, type State } from './digest-column.js'
import type { FileTable } from './file-table.js'
import type { Read } from './find-dupes.js'
import { readingOf } from './reading.js'
import { SAMPLE_BYTES, sampledBytes } from './sample.js'
import { sortBy, type Column } from './runs.js'
import type { Act, Digests, DupesCrew } from './work.js'

/** A batch is full at so many files, or so many bytes: small enough to share out evenly. */
const BATCH_FILES = 128
const BATCH_BYTES = 2 * 2 ** 20

/** From so many bytes on the thread that hands out the work does none of it, and can be spoken to. */
const LONG_BYTES = 64 * 2 ** 20

/** Bytes that are read of a file of some size. */
const BYTES: { readonly [act in Act]: (size: number) => number } = {
  sample: sampledBytes,
  digest: (size) => size,
}

export type ReadSettings = {
  /** Bytes of a digest. */
  readonly digestBytes: number
  /** As a disk is swept. */
  readonly inode: readonly Column[]
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
  { digestBytes, inode, stop, fault, onPlan }: ReadSettings,
): Read {
  const digests = new DigestColumn(table.count, digestBytes)
  const isSure = inodeTrust()
  const lane = laneFinder()
  const lanes: (string | undefined)[] = []
  const named = (file: number) => ({ dev: table.dev(file), ...table.pathFields(file) })
  const laneOf = (file: number) => (lanes[table.volume[file]!] ??= lane(named(file)))

  const enter = (batch: Uint32Array, { states, hex, failures }: Digests, act: Act) => {
    const digits = 2 * (act === 'sample' ? SAMPLE_BYTES : digestBytes)
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

  const limitOf = (name: string) => (name === FAST ? crew.limit : 1)

  const perform = async (files: Uint32Array, act: Act) => {
    const bytesOf = (file: number) => BYTES[act](table.size[file]!)
    onPlan(files.reduce((sum, file) => sum + bytesOf(file), 0))
    const isLong = files.some((file) => bytesOf(file) >= LONG_BYTES)
    sortBy(files, inode)
    await inLanes(batches(files, bytesOf, laneOf), limitOf, async (batch) => {
      if (stop.aborted) return
      const task = { files: readingOf(batch, table), act }
      const reply = await (isLong ? crew.runElsewhere(task) : crew.run(task))
      if (!('digests' in reply)) throw new Error('another reply than to what was asked')
      enter(batch, reply.digests, act)
    })
  }

  return {
    digests,
    sample: (files) => perform(files, 'sample'),
    digest: (files) => perform(files, 'digest'),
    isTrusted: (file) => isSure(named(file)),
  }
}

/** Files in a row, of one lane each, none too much for one thread; made when they are asked for. */
function batches(
  files: Uint32Array,
  bytesOf: (file: number) => number,
  laneOf: (file: number) => string,
): Map<string, Iterable<Uint32Array>> {
  const lanes = new Map<string, Uint32Array[]>()
  for (let from = 0, to = 1; from < files.length; from = to++) {
    const lane = laneOf(files[from]!)
    while (to < files.length && laneOf(files[to]!) === lane) to++
    const spans = lanes.get(lane) ?? []
    lanes.set(lane, spans)
    spans.push(files.subarray(from, to))
  }
  return new Map([...lanes].map(([lane, spans]) => [lane, cut(spans, bytesOf)]))
}

function* cut(
  spans: readonly Uint32Array[],
  bytesOf: (file: number) => number,
): Generator<Uint32Array> {
  for (const span of spans)
    for (let from = 0, to = 1; from < span.length; from = to++) {
      let bytes = bytesOf(span[from]!)
      while (to < span.length && to - from < BATCH_FILES && bytes < BATCH_BYTES)
        bytes += bytesOf(span[to++]!)
      yield span.subarray(from, to)
    }
}
