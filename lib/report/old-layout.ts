import { OldReport } from './old-report.js'

/**
 * A report in the layout of killdupes.
 * @param add puts a record into it, and returns the lines that can be written at once
 * @yields lines of the report; none where nothing was found
 */
export async function* oldLayout<Record>(
  batches: AsyncIterable<readonly Record[]>,
  add: (report: OldReport, record: Record) => readonly string[],
): AsyncGenerator<readonly string[]> {
  const report = new OldReport()
  for await (const batch of batches) yield batch.flatMap((record) => add(report, record))
  yield* report.rest()
}
