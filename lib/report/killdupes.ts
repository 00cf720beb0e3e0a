import { addFinding } from './add-finding.js'
import type { AnyRecord } from './any-record.js'
import { counted } from '../record/counted.js'
import { hereOnly } from './here-only.js'
import { oldLayout } from './old-layout.js'

/**
 * What was found, in the layout of killdupes: of records of the types empty, partial and group.
 * What is on other machines is left out: a mark says what is too much, and that is not for this one to say.
 * @param note told at the end what was left out
 * @yields lines of the report
 */
export async function* killdupes(
  batches: AsyncIterable<readonly AnyRecord[]>,
  note: (text: string) => void,
): AsyncGenerator<readonly string[]> {
  let others = 0
  yield* oldLayout(hereOnly(batches, note), (report, record: AnyRecord) => {
    const lines = addFinding(report, record)
    if (lines === undefined) others++
    return lines ?? []
  })
  const left = counted(others, 'record')
  if (others > 0) note(`${left} left out: this format has only empty, partial and group`)
}
