import { availableParallelism } from 'node:os'
import { digestBytes, type Algo } from '../digest/digest.js'
import { laneFinder } from '../fs/lane-of.js'
import { freeAddresses, roomFor } from '../fs/room-for.js'
import type { OnFault } from '../record/fault.js'
import { nowNs } from '../record/proof.js'
import { steadyHeap } from '../stream/steady-heap.js'
import { untilStopped } from '../stream/until-stopped.js'
import { Crew, type CrewSettings } from '../thread/crew.js'
import { optimizeLate, optimizeSoon } from '../thread/optimize.js'
import type { Directory } from '../walk/directory.js'
import { latin1Fields } from '../walk/latin1-path.js'
import type { Walked } from '../walk/part-walker.js'
import { walkRules, type Rules, type WalkOptions } from '../walk/rules.js'
import type { Helpers } from '../walk/shared-walk.js'
import { walk, type Operands, type World } from '../walk/walk.js'
import { LEAST_SIDE_BY_SIDE, MOST_SIDE_BY_SIDE } from './class-reader.js'
import { DiskReads } from './disk-reads.js'
import { fileColumns } from './file-columns.js'
import { FileTable } from './file-table.js'
import { findDupes } from './find-dupes.js'
import { FoundRows, type Rows } from './found-rows.js'
import { Found } from './found.js'
import { ADDRESS_BYTES, filesMemory, MOST_FILES, type FilesMemory } from './shared-files.js'
import { bytesCounted, newReadCount } from './read-count.js'
import type { Wanted } from './wanted.js'
import { worker, type DupesCrew, type Reply, type Task, type WorkSettings } from './work.js'

export type Search = {
  readonly walk: WalkOptions
  readonly wanted: Wanted
  readonly algo: Algo
  /** Threads that work; undefined: one for each core. */
  readonly threads?: number
  /** Bytes that the process may take. */
  readonly memory: number
  /** Once it is aborted nothing more is walked or read, and what is known by then is found. */
  readonly stop: AbortSignal
  /** So many more files were found. */
  readonly onWalked: (files: number) => void
  /** So many more bytes are to be read. @param done bytes that were read by now, asked at any time */
  readonly onPlan: (bytes: number, done: () => number) => void
}

/** What the process takes without files, and for each file, at the most. */
export const OWN_BYTES = 128 * 2 ** 20
const FILE_BYTES = 250

/** The part of all addresses that a table may take. */
const TABLE_SHARE = 4

/** Who has no room for so many has none for Node. */
const FEW_FILES = 1000

/** As long as some 15,000 files take when the system has them in memory: a thread costs more than it does for them. */
const START_MS = 40

/** With so many files the run is long enough for optimized code. */
const MANY_FILES = 30_000

/** What each thread may have open, and addresses that this one needs. */
const ROOM = { files: MOST_SIDE_BY_SIDE, least: LEAST_SIDE_BY_SIDE, ownBytes: 320 * 2 ** 20 }

/** Threads for each core where they mostly wait for a disk. */
const WAITING = 3

/** There are more files than there is memory for. */
export class TooManyFiles extends Error {
  constructor(most: number) {
    const more =
      most < MOST_FILES ? '--memory holds no more: give it more, or' : 'no more can be held:'
    super(
      `more than ${most} files, and ${more} take the pipeline ` +
        'dd-walk | dd-group --by size | dd-hash | dd-group, which goes to temporary files',
    )
  }
}

/**
 * Walk, compare sizes, read what may have a partner, and find the files of one content: in one process,
 * on several threads. Memory: some 200 bytes a file.
 * @throws {UsageError} a pool and a branch of it are among the operands
 * @throws {TooManyFiles}
 * @throws {NoRoom}
 * @throws {Error} a thread has died
 */
export async function search(
  operands: Operands,
  { walk: options, wanted, algo, threads, memory, stop, onWalked, onPlan }: Search,
  world: World,
  makeCrew: (work: WorkSettings, rules: Rules, team: Team) => DupesCrew = threadCrew,
): Promise<Found> {
  const readNs = nowNs()
  optimizeLate()
  const rules = await walkRules(options)
  const bytesRead = newReadCount()
  const table = tableFor(memory)
  const work = { walk: options, algo, bytesRead, files: table.memory }
  const cores = availableParallelism()
  const widest = threads ?? WAITING * cores
  const { others, files: sideBySide } = roomFor({ ...ROOM, others: widest })
  let isAllRead = true
  const fault: OnFault = (one) => {
    isAllRead = false
    world.fault(one)
  }
  const crew = makeCrew(work, rules, { threads: threads ?? cores, others })
  try {
    const here = { ...world, fault }
    const walked = walk(operands, rules, new FoundRows(table.memory), here, helpers(crew, stop))
    await fillTable(table, untilStopped(walked, stop), onWalked)
    const columns = fileColumns(table)
    const reads = new DiskReads(table, crew, {
      digestBytes: digestBytes(algo),
      columns,
      mayBeAlone: !wanted.isolate && !wanted.hardLinks,
      onPlan: (bytes) => onPlan(bytes, () => bytesCounted(bytesRead)),
      ...{ stop, fault, widest, sideBySide },
    })
    const groups = await findDupes(table, columns, wanted, reads)
    const { digests } = reads
    const isTrusted = (file: number) => reads.isTrusted(file)
    const told = { columns, digests, algo, readNs, isTrusted, isAllRead, ...wanted }
    return new Found(table, groups, told)
  } finally {
    crew.close()
    optimizeSoon()
  }
}

/** @throws {TooManyFiles} */
async function fillTable(
  table: FileTable,
  walked: AsyncIterable<readonly Rows[]>,
  onWalked: Search['onWalked'],
): Promise<void> {
  for await (const batch of walked) {
    for (const rows of batch) if (!table.add(rows)) throw new TooManyFiles(table.size.length)
    const files = batch.reduce((sum, { from, to }) => sum + to - from, 0)
    steadyHeap(files * FILE_BYTES)
    if (table.count > MANY_FILES && table.count - files <= MANY_FILES) optimizeSoon()
    onWalked(files)
  }
}

/** A table for as many files as memory allows; where addresses are scarce, they must do for threads, too. */
function tableFor(memory: number): FileTable {
  const mostFiles = Math.max(0, Math.floor((memory - OWN_BYTES) / FILE_BYTES))
  const share = Math.floor(freeAddresses() / TABLE_SHARE / ADDRESS_BYTES)
  return new FileTable(memoryFor(Math.min(mostFiles, share, MOST_FILES)))
}

/** The system may allow less than it says. */
function memoryFor(files: number): FilesMemory {
  try {
    return filesMemory(files)
  } catch (error) {
    if (!(error instanceof RangeError) || files < FEW_FILES) throw error
    return memoryFor(Math.floor(files / 2))
  }
}

/** What comes of a part that is not walked any more. */
const NOTHING: Walked<Rows> = { found: [], left: [], faults: [] }

/** The crew as those who walk parts of the trees. Once it is stopped it has nothing more to do. */
function helpers(crew: DupesCrew, stop: AbortSignal): Helpers<Rows> {
  const lane = laneFinder()
  const lanes = new Map<bigint, string>()
  const laneOf = ({ dev, path }: Directory) => {
    const known = lanes.get(dev)
    if (known !== undefined) return known
    const found = lane({ dev: String(BigInt.asUintN(64, dev)), ...latin1Fields(path || '/') })
    lanes.set(dev, found)
    return found
  }
  return {
    limit: crew.limit,
    laneOf,
    walk: async (part, names) => {
      if (stop.aborted) return NOTHING
      const reply = await crew.run({ walk: part, names })
      if ('walked' in reply) return reply.walked
      throw new Error('another reply than to what was asked')
    },
  }
}

type Team = Pick<CrewSettings<Task, Reply>, 'threads' | 'others'>

function threadCrew(settings: WorkSettings, rules: Rules, team: Team): DupesCrew {
  return new Crew<Task, Reply>({
    module: new URL('./dupes-worker.js', import.meta.url),
    data: settings,
    ...team,
    startMs: START_MS,
    here: () => worker(settings, rules),
  })
}
