import { pathBytes, pathKey } from '../record/path.js'
import { destination, type StepRecord } from '../record/step.js'
import { isOutOfDescriptors } from '../record/system-error.js'
import { check } from './act.js'
import { now, refused, type Ended } from './ended.js'
import type { Row } from './journal-row.js'
import { parseRow } from './parse-row.js'
import { nearestDir, physicalStep } from './physical.js'
import { areOneUnit, keptBack, unitsOf } from './pool-unit.js'
import { Refusal } from './refusal.js'
import type { Ready } from './scene.js'
import type { Session } from './session.js'
import { pendingRow } from './step-row.js'
import { tempName } from './temp-name.js'

/** A step that may be carried out. */
export type Begun = {
  /** As the plan has it. */
  readonly step: StepRecord
  readonly ready: Ready
  readonly pending: Row
}

/** Bytes compared that end a batch early: so much is read again at most after a crash. */
const MAX_BYTES = 256 * 2 ** 20

/** Look at steps, in order, until there are enough for one batch, and make their keepers durable. */
export async function lookAtAll(session: Session, steps: readonly StepRecord[]) {
  const looked = await lookWhileRoom(session, steps)
  const failed = session.durable.syncDirs()
  const durable = looked.map((one) => {
    const dir = 'ready' in one ? one.ready.keep?.place.dir : undefined
    return dir && failed.has(dir) ? refused(session, one.step, failed.get(dir)) : one
  })
  return unitsOf(durable, ({ step }) => step).flatMap((unit) => wholeUnit(session, unit))
}

async function lookWhileRoom(session: Session, steps: readonly StepRecord[]) {
  const looked: (Begun | Ended)[] = []
  const links = new Set<string>()
  let [bytes, dirs] = [0, 0]
  for (const [i, step] of steps.entries()) {
    const full = session.dirs.size + dirs > session.maxDirs || bytes > MAX_BYTES
    if ((session.stopped() || (full && i > 0)) && !areOneUnit(steps[i - 1], step)) break
    try {
      const one = await look(session, session.standIns.of(step), links)
      dirs += dirsToMake(session, one)
      looked.push(one)
    } catch (error) {
      const start = unitStart(looked, step)
      if (isOutOfDescriptors(error) && start > 0) return looked.slice(0, start)
      looked.push(refused(session, step, error))
    }
    bytes += step.file.size
  }
  return looked
}

/** Names that belong together are looked at together, when there is more room. */
function unitStart(looked: readonly (Begun | Ended)[], step: StepRecord): number {
  let start = looked.length
  while (start > 0 && areOneUnit(looked[start - 1]!.step, step)) start--
  return start
}

/** Each will be open as long as the batch lasts. */
function dirsToMake(session: Session, one: Begun | Ended): number {
  if (!('ready' in one)) return 0
  const to = destination(one.ready.step)
  if (one.ready.step.op !== 'move' || to === undefined) return one.ready.made ?? 0
  const [path, there] = [pathBytes(to), nearestDir(session, pathBytes(to)).path]
  return path.subarray(there.length).filter((byte) => byte === SLASH).length
}

const SLASH = 0x2f

/** One name that cannot go keeps the others. */
function wholeUnit(session: Session, unit: (Begun | Ended)[]): (Begun | Ended)[] {
  if (unit.every((one) => 'ready' in one)) return unit
  return unit.map((one) => ('ready' in one ? refused(session, one.step, keptBack()) : one))
}

/**
 * Look at a step, and make its row.
 * @param links pool links that are to be made by then
 * @throws {NodeJS.ErrnoException} EMFILE, ENFILE: look at it again when less is open
 */
export async function look(session: Session, step: StepRecord, links: Set<string>) {
  try {
    const checked = await check(session, step)
    const ready = oneMaker({ ...checked, step: physicalStep(session, checked.step) }, links)
    if (ready.keep) session.durable.dir(ready.keep.place.dir)
    const temp = tempName(session.name, session.begun++)
    const pending = readable(pendingRow(ready, temp, now()))
    return { step: { ...step, frees: checked.step.frees }, ready, pending }
  } catch (error) {
    if (isOutOfDescriptors(error)) throw error
    return refused(session, step, error)
  }
}

/** What could not be read back could be neither recovered nor undone, and nothing else of its journal. */
function readable(row: Row): Row {
  try {
    return parseRow(row)
  } catch (cause) {
    throw new Refusal('unknown', `the journal cannot hold it: ${(cause as Error).message}`)
  }
}

/** Two files of one name, on two branches, get one link: the first step makes it, and so may unmake it. */
function oneMaker(ready: Ready, links: Set<string>): Ready {
  const to = destination(ready.step)
  if (ready.made === undefined || to === undefined) return ready
  const { made, ...rest } = ready
  if (links.has(pathKey(to))) return rest
  links.add(pathKey(to))
  return ready
}
