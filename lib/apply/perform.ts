import type { Note } from '../record/result.js'
import { act } from './act.js'
import type { Journal } from './journal.js'
import type { Row } from './journal-row.js'
import { failure, type Outcome } from './outcome.js'
import type { Mark } from './pool-link.js'
import type { Run, Ready } from './scene.js'
import { settleStep } from './settle-step.js'

/**
 * Carry a journaled step out. A call that failed may have done its work, as on a network file system
 * whose answer was lost; so after a failure only the disk is believed, as after a crash.
 * @throws {JournalFailed}
 */
export async function perform(
  run: Run,
  ready: Ready,
  row: Row,
  journal: Pick<Journal, 'note'>,
): Promise<Outcome> {
  const mark: Mark = (status) => journal.note({ ...row, status })
  let note: Note | undefined
  try {
    const status = await act(run, ready, row.temp, mark, (told) => (note = told))
    return { status, error: '', ...(note && { note }) }
  } catch (error) {
    return settleAfter(run, row, failure(error))
  }
}

async function settleAfter(run: Run, row: Row, told: Outcome): Promise<Outcome> {
  try {
    const settled = await settleStep(run, row)
    if (settled === undefined || settled.status === 'SKIPPED') return told
    if (settled.status === 'CONFLICT') return settled
    return told.status === 'SKIPPED' ? told : settled
  } catch (error) {
    return { ...failure(error), status: 'FAILED', unsettled: true }
  }
}
