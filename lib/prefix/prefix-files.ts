import { availableParallelism } from 'node:os'
import { roomFor } from '../fs/room-for.js'
import type { OnFault } from '../record/fault.js'
import { Crew } from '../thread/crew.js'
import { Chains } from '../sort/chains.js'
import { Classes } from './classes.js'
import { Files } from './files.js'
import { findRelations } from './find-relations.js'
import { Findings } from './findings.js'
import { foldNames } from './fold-names.js'
import { foundLines, type ClassName } from './found-lines.js'
import { foundRecords, type Found } from './found-records.js'
import { gather } from './gather.js'
import { lookAtWaiting } from './look-at-waiting.js'
import type { Failure } from './member-reader.js'
import { worker, type PrefixCrew, type Reply, type Task, type WorkSettings } from './work.js'

export type PrefixSettings = {
  readonly wanted: ReadonlySet<ClassName>
  readonly trimsZeros: boolean
  /** Threads that read; undefined: one for each core. */
  readonly threads: number | undefined
  /** Empty files of which name are to stay; the bytes as latin1. */
  readonly isProtected: (name: string) => boolean
  /** A file that could not be read takes part in nothing. */
  readonly fault: OnFault
  /** So many more records have come, and the size of their files in bytes. */
  readonly tick: (count: number, bytes: number) => void
  /** Told once, at the end. */
  readonly onLeft: (left: { readonly stale: number; readonly protected: number }) => void
}

/** Descriptors that all threads together have open, at most. */
const MOST_OPEN = 28

const ROOM = { least: 2, ownBytes: 320 * 2 ** 20 }

/** For each thread: what its core's cache can still help with. */
const ARENA_BYTES = 16 * 2 ** 20

/** Starting to compare two files on all threads must be worth it. */
const LONG_BYTES = 64 * 2 ** 20

/**
 * The lines of `empty`, `partial` and `group` records for a stream of file records; one latin1
 * character a byte. What comes depends on the set of records alone, not on their order.
 * @throws {BadLine} a line that is not a file record
 * @throws {NoRoom}
 * @throws {Error} no room for a temporary file; a thread has died
 */
export async function* prefixLines(
  input: AsyncIterable<Buffer>,
  settings: PrefixSettings,
  makeCrew: (work: WorkSettings, threads: number) => PrefixCrew = threadCrew,
): AsyncGenerator<string[]> {
  const { wanted, trimsZeros } = settings
  const most = Math.min(settings.threads ?? availableParallelism(), MOST_OPEN / 2)
  const reads = wanted.has('partial') || wanted.has('group')
  const room = roomFor({ ...ROOM, others: most - 1, files: Math.floor(MOST_OPEN / most) })
  const [threads, mostOpen] = [room.others + 1, room.files]
  const work = { trimsZeros, reads, mostOpen, arenaBytes: ARENA_BYTES, longBytes: LONG_BYTES }
  const crew = makeCrew(work, threads)
  const files = new Files()
  try {
    const failures: Failure[] = []
    const fail = (failure: Failure) => void failures.push(failure)
    await gather(input, files, crew, { fail, tick: settings.tick })
    const { found, classes } = await find(files, failures, crew, settings, reads)
    yield* foundLines(found, files, classes, wanted)
  } finally {
    crew.close()
    files.lines.close()
  }
}

async function find(
  files: Files,
  failures: readonly Failure[],
  crew: PrefixCrew,
  { fault, isProtected, onLeft }: PrefixSettings,
  reads: boolean,
): Promise<{ found: Found; classes: Classes }> {
  const names = new Chains(files.count)
  const { heads, stale } = foldNames(files, names)
  const findings = new Findings(files.count)
  const stands = new Uint8Array(files.count)
  for (const file of heads) stands[file] = 1
  for (const failure of failures) if (stands[failure.file] === 1) findings.fail(failure)
  if (reads) {
    await lookAtWaiting(heads, files, findings, crew)
    await findRelations(heads, files, findings, crew)
  }
  findings.report(files, fault)
  const classes = new Classes(files, names, findings)
  const found = foundRecords(heads, files, classes, findings)
  const empties = found.empties.filter(({ path }) => !isProtected(path))
  onLeft({ stale, protected: found.empties.length - empties.length })
  return { found: { ...found, empties }, classes }
}

function threadCrew(settings: WorkSettings, threads: number): PrefixCrew {
  const crew = new Crew<Task, Reply>({
    module: new URL('./prefix-worker.js', import.meta.url),
    data: settings,
    threads,
    here: () => worker(settings),
  })
  crew.warmUp()
  return crew
}
