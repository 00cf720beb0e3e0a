import { stringify } from 'csv-stringify/sync'
import type { FileRecord } from '../record/file.js'
import type { AnyRecord } from './any-record.js'
import { foundLines } from './found-lines.js'
import { inPieces, mapped } from './lazily.js'
import { listedFiles } from './listed-files.js'
import { rawPath } from './raw-path.js'
import type { ReportOptions } from './report-options.js'

/**
 * Groups and files as CSV, a row for each name. Groups are numbered from 1; a file outside of a group has
 * no number.
 * @yields rows, one character a byte; a row may have line breaks in it, and a line several rows
 */
export async function* csvReport(
  batches: AsyncIterable<readonly AnyRecord[]>,
  { note }: ReportOptions,
): AsyncGenerator<readonly string[]> {
  let groups = 0
  const linesOf = (record: AnyRecord): Iterable<string> | undefined => {
    if (record.type === 'file') return [rows('', record, [record])]
    if (record.type !== 'group') return undefined
    const files = listedFiles(record, true)
    if (files.length === 0) return []
    const group = String(++groups)
    return mapped(inPieces(files, ROWS), (piece) => rows(group, record, piece))
  }
  yield ['group,size,hash,path']
  yield* foundLines(batches, linesOf, 'group and file', note)
}

/** Rows are made so many at a time: all of a group can be longer than any string. */
const ROWS = 1000

/** As in the journal; a CR is in quotes, too, since many readers take it for the end of a row. */
const OPTIONS = { record_delimiter: '\n', quoted_match: '\r' }

function rows(
  group: string,
  { hash = '' }: { readonly hash?: string },
  files: readonly FileRecord[],
): string {
  const table = files.map((file) => [group, file.size, hash, rawPath(file)])
  return stringify(table, OPTIONS).slice(0, -1)
}
