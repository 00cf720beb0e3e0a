// Runs with a journal, inside of the test.
import { Pace } from '../../lib/apply/pace.js'
import { readRows } from '../../lib/apply/journal.js'
import type { Row } from '../../lib/apply/journal-row.js'
import { openSession } from '../../lib/apply/session.js'
import { openAppend, openReadOnly } from '../../lib/fs/append-file.js'
import type { Disk } from '../../lib/fs/disk.js'
import { runOn } from './apply-run.js'
import type { Scratch } from './scratch.js'

/** A session whose journal is `journal` in the scratch directory. */
export function sessionIn(scratch: Scratch, calls: Partial<Disk> = {}, pace = new Pace()) {
  const file = openAppend(String(scratch.at('journal')), true)
  return { ...openSession(runOn(calls, {}, pace), pace, file), close: () => file.close() }
}

export function rowsIn(scratch: Scratch): Row[] {
  const file = openReadOnly(String(scratch.at('journal')))
  const rows = [...readRows(file, false)].flat()
  file.close()
  return rows
}

/** `status name` of each row, the name without its directories. */
export function journaled(scratch: Scratch): string[] {
  return rowsIn(scratch).map(({ status, filepath }) => `${status} ${filepath.split('/').at(-1)}`)
}
