import { pathKey } from '../record/path.js'
import type { ResultRecord, Status } from '../record/result.js'
import { destination, type StepRecord } from '../record/step.js'
import type { Dir } from '../fs/disk.js'
import { check } from './act.js'
import { syncAll } from './durable.js'
import { freedBy } from './freed.js'
import type { Journal } from './journal.js'
import type { Row } from './journal-row.js'
import { removeEmptied } from './make-dir.js'
import { failure } from './outcome.js'
import { perform } from './perform.js'
import { lostItsLink } from './pool-link.js'
import { areOneUnit, keptBack, unitsOf } from './pool-unit.js'
import type { Run, Ready } from './scene.js'
import type { StandIns } from './stand-ins.js'
import { pendingRow, refusedRow } from './step-row.js'
import { tempName } from './temp-name.js'

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

type Begun = { readonly ready: Ready; readonly pending: Row }

type Ended = { readonly step: StepRecord; readonly row: Row; readonly result: ResultRecord }

/**
 * Carry some steps out, in order: look at all, make their keepers durable, journal them, change the
 * disk, make that durable, journal that.
 * @returns a result for each step, fewer when the run was asked to stop
 * @throws {JournalFailed} | {Stranded} | a directory that could not be synced: nothing more was
 *   changed since, and the journal can be resumed
 */
export async function applyBatch(session: Session, steps: readonly StepRecord[]) {
  const looked = await lookAtAll(session, steps)
  session.durable.syncDirs()
  session.journal.append(looked.flatMap((one) => ('ready' in one ? [one.pending] : [])))

  const ended: Ended[] = []
  const touched = new Set<Dir>()
  try {
    for (const one of looked)
      ended.push('ready' in one ? await carryOut(session, one, touched) : one)
  } finally {
    syncAll(session.disk, touched)
    session.journal.append(ended.map(({ row }) => row))
    for (const { row, step } of ended) if (row.status === 'MOVED') removeEmptied(session, step)
    session.dirs.closeAll()
  }
  return ended.map(({ result }) => result)
}

/** Open directories that end a batch early: each holds a descriptor. */
const MAX_OPEN_DIRS = 500

/** Bytes compared that end a batch early: so much is read again at most after a crash. */
const MAX_BYTES = 256 * 2 ** 20

async function lookAtAll(session: Session, steps: readonly StepRecord[]) {
  const looked: (Begun | Ended)[] = []
  const links = new Set<string>()
  let bytes = 0
  for (const [i, step] of steps.entries()) {
    const full = session.dirs.size > MAX_OPEN_DIRS || bytes > MAX_BYTES
    if ((session.stopped() || full) && !areOneUnit(steps[i - 1], step)) break
    looked.push(await look(session, session.standIns.of(step), links))
    bytes += step.file.size
  }
  return unitsOf(looked, stepOf).flatMap(wholeUnit)
}

function stepOf(one: Begun | Ended): StepRecord {
  return 'ready' in one ? one.ready.step : one.step
}

/** One name that cannot go keeps the others. */
function wholeUnit(unit: (Begun | Ended)[]): (Begun | Ended)[] {
  if (unit.every((one) => 'ready' in one)) return unit
  return unit.map((one) => ('ready' in one ? refused(one.ready.step, keptBack()) : one))
}

/** @param links pool links that are to be made by then */
async function look(session: Session, step: StepRecord, links: Set<string>) {
  try {
    const ready = oneMaker(await check(session, step), links)
    if (ready.keep) session.durable.dir(ready.keep.place.dir)
    const temp = tempName(session.name, session.begun++)
    return { ready, pending: pendingRow(ready, temp, now()) }
  } catch (error) {
    return refused(step, error)
  }
}

/** @throws the error itself where it must stop the run */
function refused(step: StepRecord, error: unknown): Ended {
  const { status, error: reason, code, message } = failure(error)
  return ending(step, { ...refusedRow(step, now(), reason), status }, code, message)
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

async function carryOut(session: Session, begun: Begun, touched: Set<Dir>): Promise<Ended> {
  const { ready, pending } = begun
  const { step } = ready
  if (session.stopped()) return notBegun(begun)
  const now = session.standIns.of(step)
  if (now !== step || lostItsLink(session, ready)) return again(session, now, touched)
  touched.add(ready.place.dir)
  const { status, error, code, message } = await perform(session, ready, pending, session.journal)
  const other = code === 'full' ? session.standIns.refused(step) : undefined
  if (other) return again(session, other, touched)
  return ending(step, { ...pending, status, error }, code, message)
}

function notBegun({ ready: { step }, pending }: Begun): Ended {
  const message = 'interrupted before it began'
  const row = { ...pending, status: 'SKIPPED', error: `interrupted: ${message}` }
  return ending(step, row, 'interrupted', message)
}

/** Not what was looked at: look at it again, and journal that. */
async function again(session: Session, step: StepRecord, touched: Set<Dir>): Promise<Ended> {
  const looked = await look(session, step, new Set())
  if (!('ready' in looked)) return looked
  session.durable.syncDirs()
  session.journal.append([looked.pending])
  return carryOut(session, looked, touched)
}

const STATUS: { readonly [journaled: string]: Status } = {
  SKIPPED: 'skipped',
  FAILED: 'failed',
  CONFLICT: 'failed',
}

function ending(step: StepRecord, row: Row, code?: string, message?: string): Ended {
  const { id, op, file } = step
  const status = STATUS[row.status] ?? 'done'
  const path = file.path !== undefined ? { path: file.path } : { path64: file.path64 }
  const freed = status === 'done' ? freedBy(step, row.dev) : 0
  const plain = { type: 'result', id, op, ...path, status, freed } as const
  const result = code === undefined ? plain : { ...plain, error: { code, message: message ?? '' } }
  return { step, row: { ...row, time: now() }, result }
}

function now(): string {
  return new Date().toISOString()
}
