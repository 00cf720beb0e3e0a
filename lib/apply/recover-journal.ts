import type { AppendFile } from '../fs/append-file.js'
import type { Note, ResultRecord } from '../record/result.js'
import { OPS } from '../record/step.js'
import { word } from '../record/shape.js'
import { Journal, readRows } from './journal.js'
import { isFinal, type Row } from './journal-row.js'
import { recover, type Way } from './recover.js'
import { explain } from './refusal.js'
import { placeOfPath, type Run } from './scene.js'
import { rowPath } from './step-row.js'

/**
 * Settle every step that a run began and did not end. Memory: the rows of those steps.
 * @param change false: only say which they are
 * @returns a result for each; none, and no change, when there is nothing to settle
 * @throws {JournalDamaged} | {JournalFailed} | {Stranded}: what is unfinished then stays so
 */
export async function recoverJournal(
  file: AppendFile,
  open: () => Run,
  way: Way,
  change: boolean,
): Promise<ResultRecord[]> {
  const unfinished = findUnfinished(file, change)
  if (unfinished.length === 0) return []
  if (!change) return unfinished.map((row) => ({ ...resultOf(row), status: 'would' }))
  const run = open()
  const journal = new Journal(file)
  // Whoever wrote them may have died before they were durable, or been told that they are not.
  journal.append(unfinished)
  const results: ResultRecord[] = []
  for (const row of unfinished) results.push(await settleOne(run, journal, row, way))
  return results
}

/** A step that cannot be settled now stays unfinished: its disk is not there or fails, or a signal came. */
async function settleOne(run: Run, journal: Journal, row: Row, way: Way): Promise<ResultRecord> {
  try {
    await run.breathe()
    let note: Note | undefined
    const last = await recover(run, journal, row, way, (told) => (note = told))
    const settled = { ...last, time: new Date().toISOString() }
    run.disk.sync(placeOfPath(run, rowPath(row.filepath)).dir.fd)
    journal.append([settled])
    return { ...resultOf(settled), ...(note && { note }) }
  } catch (cause) {
    const { code, message } = explain(cause)
    return resultOf({ ...row, status: 'FAILED', error: `${code}: ${message}; still unfinished` })
  } finally {
    run.dirs.closeAll()
  }
}

/** Rows of steps that have no final row, in order. @param repair cut a torn end of the journal off */
export function findUnfinished(file: AppendFile, repair: boolean): Row[] {
  const unfinished = new Map<string, Row>()
  for (const rows of readRows(file, repair))
    for (const row of rows)
      if (isFinal(row)) unfinished.delete(row.id)
      else unfinished.set(row.id, row)
  return [...unfinished.values()]
}

function resultOf({ id, op, filepath, status, error }: Row): ResultRecord {
  const done = !['SKIPPED', 'FAILED', 'CONFLICT'].includes(status)
  const plain = { type: 'result', id, op: word(op, OPS, 'op'), ...rowPath(filepath) } as const
  if (done) return { ...plain, status: 'done', freed: 0 }
  const [code = '', ...words] = error.split(': ')
  const message = words.join(': ')
  return {
    ...plain,
    status: status === 'SKIPPED' ? 'skipped' : 'failed',
    freed: 0,
    error: message === '' ? { code: 'back', message: code } : { code, message },
  }
}
