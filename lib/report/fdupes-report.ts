import type { FileRecord } from '../record/file.js'
import type { RecordType } from '../record/record-type.js'
import type { AnyRecord } from './any-record.js'
import { counted } from '../record/counted.js'
import { foundLines } from './found-lines.js'
import { before, mapped } from './lazily.js'
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
  const nameOf = (file: FileRecord): string => {
    const name = rawPath(file)
    if (name.includes('\n')) broken++
    return name
  }
  const linesOf = (record: AnyRecord): Iterable<string> | undefined => {
    if (record.type !== 'group' && record.type !== 'file') return undefined
    if (record.type !== (kind ??= record.type)) return undefined
    if (record.type === 'file') return [nameOf(record)]
    const files = listedFiles(record, hardLinks)
    return files.length === 0 ? [] : before(mapped(files, nameOf), '')
  }
  yield* foundLines(batches, linesOf, 'group, or only file', note)
  if (broken > 0) note(`${counted(broken, 'name')} with a line break: each looks like several`)
}
