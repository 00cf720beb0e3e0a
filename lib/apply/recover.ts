import { OPS, stepId, type StepRecord } from '../record/step.js'
import type { FileRecord } from '../record/file.js'
import { word } from '../record/shape.js'
import { act, check } from './act.js'
import type { Row } from './journal-row.js'
import { lookAround } from './look-around.js'
import { Conflict, explain, Refusal } from './refusal.js'
import { placeOfPath, recordAt, withFile, type Run } from './scene.js'
import { settle, type Ended } from './settle.js'
import { settleCopy } from './settle-copy.js'
import { rowFile, rowPath } from './step-row.js'

/** `finish` carries an unfinished step out, `back` takes it back. Each ends what is already done. */
export type Way = 'finish' | 'back'

/**
 * Settle a step whose last row is PENDING. A crash at any moment, also in here, leaves nothing that
 * this does not know; a second time it finds nothing to do.
 * @returns the row to journal, once the directories are synced
 * @throws {Refusal} its directory is not there, as on a disk that is not mounted, or the run is to
 *   end; {Stranded};
 *   {NodeJS.ErrnoException}: it is still unsettled
 */
export async function recover(run: Run, row: Row, way: Way): Promise<Row> {
  const ended = await settled(run, row)
  if (ended) return { ...row, ...ended }
  if (way === 'back') return { ...row, status: 'SKIPPED', error: 'rolled back' }
  try {
    return { ...row, status: await afresh(run, row), error: '' }
  } catch (error) {
    if (error instanceof Refusal && error.code === 'interrupted') throw error
    return { ...row, ...failure(error) }
  }
}

async function settled(run: Run, row: Row): Promise<Ended | undefined> {
  try {
    const look = lookAround(run, row)
    return await (row.op === 'copy' ? settleCopy : settle)(run, row, look)
  } catch (error) {
    if (error instanceof Conflict) return failure(error)
    throw error
  }
}

function failure(error: unknown): Ended {
  const { code, message, refused } = explain(error)
  const status = code === 'conflict' ? 'CONFLICT' : refused ? 'SKIPPED' : 'FAILED'
  return { status, error: `${code}: ${message}` }
}

/** The whole step again, from looking on. */
async function afresh(run: Run, row: Row): Promise<string> {
  const ready = await check(run, await stepOf(run, row))
  if (ready.keep) run.disk.sync(ready.keep.place.dir.fd)
  return act(run, ready, row.temp)
}

async function stepOf(run: Run, row: Row): Promise<StepRecord> {
  const file = rowFile(row)
  const op = word(row.op, OPS, 'op')
  const [algo, hash] = row.hash.split(':')
  return {
    type: 'step',
    id: row.id === '' ? stepId(op, file, undefined) : row.id,
    op,
    why: row.keep === '' ? (op === 'move' ? 'undo' : 'empty') : 'duplicate',
    file,
    ...(row.keep !== '' && { keep: await keeperNow(run, row) }),
    ...(op === 'move' && toFields(row.to)),
    ...(hash && algo && { hash, algo }),
    ...(row.link !== '' && { link: rowPath(row.link) }),
    metadata: 'ignore', // was looked at before the row was written
    frees: 0,
  }
}

function toFields(column: string) {
  const { path, path64 } = rowPath(column)
  return path !== undefined ? { to: path } : { to64: path64! }
}

/** The keeper as it is now: the bytes will tell whether it still is one. */
async function keeperNow(run: Run, row: Row): Promise<FileRecord> {
  const path = rowPath(row.keep)
  const stat = await withFile(run, placeOfPath(run, path), 'the keeper', (fd) => run.disk.fstat(fd))
  return recordAt(path, stat)
}
