import type { AppendFile } from '../fs/append-file.js'
import type { Dir, Disk } from '../fs/disk.js'
import { freeDescriptors } from '../fs/free-descriptors.js'
import { OpenDirs } from '../fs/open-dirs.js'
import { Durable } from './durable.js'
import { Journal } from './journal.js'
import type { Pace } from './pace.js'
import { SameBytes } from './same-bytes.js'
import type { Run } from './scene.js'
import { StandIns } from './stand-ins.js'
import { runName } from './temp-name.js'
import { Witness } from './witness.js'

/** What the batches of one run share. */
export type Session = Run & {
  readonly journal: Journal
  /** For temporary names. */
  readonly name: string
  readonly stopped: () => boolean
  /** Lets signals in, which nothing else does where stdout is a file, or a pipe with room. */
  readonly rest: () => Promise<void>
  readonly standIns: StandIns
  /** Steps begun, for temporary names. */
  begun: number
}

export type Wishes = {
  readonly verify: 'bytes' | 'stat'
  /** Leave files alone that were modified in the last so many milliseconds. */
  readonly minAgeMs: number
  /** What stays may be in memory only (tmpfs, ramfs). */
  readonly allowTmpfs: boolean
}

/** Open directories that end a batch early: each holds a descriptor. */
const MAX_DIRS = 500

/** Descriptors that one step takes besides, and those that Node opens when it likes. */
const SPARE = 20

/** What looking at steps, and recovering them, needs. */
export function openRun(disk: Disk, pace: Pace, wishes: Wishes): Run {
  const breathe = () => pace.breathe()
  const compare = new SameBytes(disk, breathe)
  const dirs = new OpenDirs(disk)
  const durable = new Durable(disk)
  const maxDirs = Math.max(1, Math.min(MAX_DIRS, freeDescriptors(MAX_DIRS) - SPARE))
  const changeable = new WeakSet<Dir>()
  const witness = new Witness()
  return { ...wishes, disk, dirs, compare, durable, witness, breathe, changeable, maxDirs }
}

/** What changing the disk needs besides. @param file a new journal */
export function openSession(run: Run, pace: Pace, file: AppendFile): Session {
  const journal = new Journal(file)
  journal.begin()
  return {
    ...run,
    journal,
    name: runName(Date.now(), process.pid),
    stopped: () => pace.stopped,
    rest: () => pace.rest(),
    standIns: new StandIns(),
    begun: 0,
  }
}
