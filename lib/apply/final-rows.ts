import { BadInput } from '../record/fault.js'
import { isFinal, type Row } from './journal-row.js'

/** Some steps have neither ended nor been taken back. */
export class Unfinished extends BadInput {}

const DONE = ['DELETED', 'LINKED', 'MOVED', 'COPIED']

/** Was the disk changed, and is it as the row says? */
export function isDone({ status }: Row): boolean {
  return DONE.includes(status)
}

/** The last row of each step of a journal, last done first. @throws {Unfinished} */
export function finalRows(batches: Iterable<Row[]>): Row[] {
  const last = new Map<string, Row>()
  for (const rows of batches)
    for (const row of rows) {
      last.delete(row.id) // so that the map keeps the order of the last rows
      last.set(row.id, row)
    }
  const rows = [...last.values()]
  const open = rows.filter((row) => !isFinal(row)).length
  if (open > 0) throw new Unfinished(`${unended(open)}: first give it to dd-apply --apply --resume`)
  return rows.reverse()
}

function unended(count: number): string {
  return count === 1
    ? '1 step of the journal has no end'
    : `${count} steps of the journal have no end`
}
