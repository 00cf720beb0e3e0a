import { isFinal, type Row } from './journal-row.js'

const DONE = ['DELETED', 'LINKED', 'MOVED', 'COPIED']

/** Has the step ended, was the disk changed, and is it as the row says? */
export function isDone(row: Row): boolean {
  return isFinal(row) && DONE.includes(row.status)
}

/** The last row of each step of a journal, also of those that have no end; last done first. */
export function finalRows(batches: Iterable<Row[]>): Row[] {
  const last = new Map<string, Row>()
  for (const rows of batches)
    for (const row of rows) {
      last.delete(row.id) // so that the map keeps the order of the last rows
      last.set(row.id, row)
    }
  return [...last.values()].reverse()
}
