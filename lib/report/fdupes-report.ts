import type { AnyRecord, RecordType } from './any-record.js'
import { counted } from '../record/counted.js'
import { foundLines } from './found-lines.js'
import { listedFiles } from './listed-files.js'
import { rawPath } from './raw-path.js'
import type { ReportOptions } from './report-options.js'

/**
 * Groups as fdupes prints them, a name a line and an empty line after each; or files, a name a line. Not
 * both: a file that stands alone would look like one of the group after it. The first record decides.
 * @yields lines of the report, one character a byte
 */
export async function* fdupesReport(
  batches: AsyncIterable<readonly AnyRecord[]>,
  { note, hardLinks }: ReportOptions,
): AsyncGenerator<readonly string[]> {
  let kind: RecordType | undefined
  let broken = 0
  const linesOf = (record: AnyRecord): readonly string[] | undefined => {
    if (record.type !== 'group' && record.type !== 'file') return undefined
    if (record.type !== (kind ??= record.type)) return undefined
    const files = record.type === 'file' ? [record] : listedFiles(record, hardLinks)
    const names = files.map(rawPath)
    broken += names.filter((name) => name.includes('\n')).length
    return record.type === 'file' || names.length === 0 ? names : [...names, '']
  }
  yield* foundLines(batches, linesOf, 'group, or only file', note)
  if (broken > 0) note(`${counted(broken, 'name')} with a line break: each looks like several`)
}
