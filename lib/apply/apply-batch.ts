import type { ResultRecord } from '../record/result.js'
import type { StepRecord } from '../record/step.js'
import type { Dir } from '../fs/disk.js'
import { ended, refused, unsettled, type Ended } from './ended.js'
import { syncAll } from './durable.js'
import { freedBy } from './freed.js'
import { look, lookAtAll, type Begun } from './look-at-steps.js'
import { removeEmptied } from './make-dir.js'
import { perform } from './perform.js'
import { lostItsLink } from './pool-link.js'
import type { Session } from './session.js'

/**
 * Carry some steps out, in order: look at all, make their keepers durable, journal them, change the
 * disk, make that durable, journal that. What goes wrong with one step is told with it, and keeps none
 * of the others.
 * @returns a result for each step, fewer when the run was asked to stop
 * @throws {JournalFailed} nothing more was changed since, and the journal can be resumed
 */
export async function applyBatch(session: Session, steps: readonly StepRecord[]) {
  const looked = await lookAtAll(session, steps)
  session.journal.append(looked.flatMap((one) => ('ready' in one ? [one.pending] : [])))

  const done: Ended[] = []
  const touched = new Set<Dir>()
  try {
    for (const one of looked)
      done.push('ready' in one ? await carryOut(session, one, touched) : one)
  } finally {
    const failed = syncAll(session.disk, touched)
    for (const [i, one] of done.entries())
      if (one.dir && failed.has(one.dir)) done[i] = unsettled(one.step, failed.get(one.dir))
    session.journal.append(done.flatMap(({ row }) => row ?? []))
    for (const { row, step } of done) if (row?.status === 'MOVED') removeEmptied(session, step)
    session.dirs.closeAll()
  }
  return done.map(({ result }): ResultRecord => result)
}

async function carryOut(session: Session, begun: Begun, touched: Set<Dir>): Promise<Ended> {
  const { step, ready, pending } = begun
  if (session.stopped()) return notBegun(begun)
  const by = session.standIns.of(step)
  if (by !== step || lostItsLink(session, ready)) return again(session, by, touched)
  touched.add(ready.place.dir)
  const frees = await freedBy(session, ready)
  const outcome = await perform(session, ready, pending, session.journal)
  if (outcome.unsettled) return unsettled(step, outcome)
  const { status, error, code, message, note } = outcome
  const other = code === 'full' ? session.standIns.refused(step) : undefined
  if (other) return again(session, other, touched)
  const end = ended({ ...step, frees }, { ...pending, status, error }, code, message)
  const result = note ? { ...end.result, note } : end.result
  return { ...end, result, dir: ready.place.dir }
}

function notBegun({ step, pending }: Begun): Ended {
  const message = 'interrupted before it began'
  const row = { ...pending, status: 'SKIPPED', error: `interrupted: ${message}` }
  return ended(step, row, 'interrupted', message)
}

/** Not what was looked at: look at it again, and journal that. */
async function again(session: Session, step: StepRecord, touched: Set<Dir>): Promise<Ended> {
  const looked = await lookNow(session, step)
  if (!('ready' in looked)) return looked
  const failed = session.durable.syncDirs()
  for (const error of failed.values()) return refused(session, step, error)
  session.journal.append([looked.pending])
  return carryOut(session, looked, touched)
}

/** With so much open as there is now. */
async function lookNow(session: Session, step: StepRecord): Promise<Begun | Ended> {
  try {
    return await look(session, step, new Set())
  } catch (error) {
    return refused(session, step, error)
  }
}
