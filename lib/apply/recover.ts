import type { StepRecord } from '../record/step.js'
import type { FileRecord } from '../record/file.js'
import type { Note } from '../record/result.js'
import { check } from './act.js'
import type { Journal } from './journal.js'
import type { Row } from './journal-row.js'
import { failure, type Outcome } from './outcome.js'
import { perform } from './perform.js'
import { Refusal } from './refusal.js'
import { placeOfPath, recordAt, withFile, type Run, type Ready } from './scene.js'
import { settleStep } from './settle-step.js'
import { PARTIAL, rowPath, rowStep, rowXattrs } from './step-row.js'

/** `finish` carries an unfinished step out, `back` takes it back. Each ends what is already done. */
export type Way = 'finish' | 'back'

/**
 * Settle a step whose last row is PENDING. A crash at any moment, also in here, leaves nothing that
 * this does not know; a second time it finds nothing to do.
 * @param tell is told what could not be done of a step that is done all the same
 * @returns the row to journal, once the directories are synced
 * @throws {Refusal} its directory is not there, as on a disk that is not mounted, or the run is to
 *   end; {Stranded}; {NodeJS.ErrnoException}: it is still unsettled
 */
export async function recover(
  run: Run,
  journal: Pick<Journal, 'note'>,
  row: Row,
  way: Way,
  tell: Tell = () => {},
): Promise<Row> {
  const settled = await settleStep(run, row)
  if (settled === undefined && way === 'finish') return afresh(run, journal, row, tell)
  const { status, error } = settled ?? BACK
  return { ...row, status, error }
}

const BACK: Outcome = { status: 'SKIPPED', error: 'rolled back' }

type Tell = (note: Note) => void

/** The whole step again, from looking on. */
async function afresh(run: Run, journal: Pick<Journal, 'note'>, before: Row, tell: Tell) {
  const ready = await lookAgain(run, before)
  if ('status' in ready) return { ...before, status: ready.status, error: ready.error }
  const row = { ...before, made: madeNow(before, ready) }
  const {
    status,
    error,
    code = '',
    message = '',
    note,
    unsettled,
  } = await perform(run, ready, row, journal)
  if (unsettled || code === 'interrupted') throw new Refusal(code, message)
  if (note) tell(note)
  return { ...row, status, error }
}

/** What is to be removed with a pool link is what is made for it now. */
function madeNow(row: Row, { made }: Ready): string {
  if (row.op !== 'pool-link') return row.made
  return made === undefined ? '' : String(made)
}

async function lookAgain(run: Run, row: Row): Promise<Ready | Outcome> {
  try {
    const ready = await check(run, await stepOf(run, row))
    if (ready.keep) run.disk.sync(ready.keep.place.dir.fd)
    return ready
  } catch (error) {
    if (error instanceof Refusal && error.code === 'interrupted') throw error
    if (error instanceof Refusal && error.code === 'shared') return LINKED
    return failure(error)
  }
}

/** Blocks that were not shared when the step began: that was as far as it came. */
const LINKED: Outcome = { status: 'LINKED', error: '' }

async function stepOf(run: Run, row: Row): Promise<StepRecord> {
  const step = rowStep(row, row.keep === '' ? undefined : await keeperNow(run, row))
  const [algo, hash] = row.hash.split(':')
  return {
    ...step,
    file: { ...step.file, nlink: ANY_LINKS },
    ...(step.op === 'copy' && rowXattrs(row)),
    ...(hash && algo && { hash, algo }),
    metadata: 'ignore', // was looked at before the row was written
  }
}

/** How many names it had was looked at before the row was written, too, and is not in it. */
const ANY_LINKS = Number.MAX_SAFE_INTEGER

/** The keeper as it is now: the bytes will tell whether it still is one. */
async function keeperNow(run: Run, row: Row): Promise<FileRecord> {
  const path = rowPath(row.keep)
  const stat = await withFile(run, placeOfPath(run, path), 'the keeper', (fd) => run.disk.fstat(fd))
  if (TAKES_AWAY.includes(row.op) && row.to !== PARTIAL && stat.size !== BigInt(row.size))
    throw new Refusal('changed', 'the keeper changed since the step began')
  return recordAt(path, stat)
}

/** Ops after which the content is in the keeper only. */
const TAKES_AWAY = ['delete', 'hardlink', 'symlink', 'reflink', 'pool-link']
