import type { AppendFile } from '../fs/append-file.js'
import type { Disk } from '../fs/disk.js'
import { OpenDirs } from '../fs/open-dirs.js'
import type { Session } from './apply-batch.js'
import { Durable } from './durable.js'
import { Journal } from './journal.js'
import type { Pace } from './pace.js'
import { SameBytes } from './same-bytes.js'
import type { Run } from './scene.js'
import { StandIns } from './stand-ins.js'
import { runName } from './temp-name.js'

export type Wishes = {
  readonly verify: 'bytes' | 'stat'
  /** Leave files alone that were modified in the last so many milliseconds. */
  readonly minAgeMs: number
}

/** What looking at steps, and recovering them, needs. */
export function openRun(disk: Disk, pace: Pace, { verify, minAgeMs }: Wishes): Run {
  const breathe = () => pace.breathe()
  const compare = new SameBytes(disk, breathe)
  const dirs = new OpenDirs(disk)
  return { disk, dirs, compare, durable: new Durable(disk), breathe, verify, minAgeMs }
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
