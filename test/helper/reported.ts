// A report of records, as bytes, and what was said about it.
import type { FileRecord } from '../../lib/record/file.js'
import type { GroupRecord } from '../../lib/record/group.js'
import { pathFields } from '../../lib/record/path.js'
import type { AnyRecord } from '../../lib/report/any-record.js'
import type { ReportOptions } from '../../lib/report/report-options.js'
import { file } from './records.js'

type Report = (
  batches: AsyncIterable<readonly AnyRecord[]>,
  options: ReportOptions,
) => AsyncIterable<readonly string[]>

/** When reports of tests start, in milliseconds: after the files of tests were modified. */
export const STARTED = Date.UTC(2026, 0, 2, 3, 4, 5, 678)

export function reportOptions(options: Partial<ReportOptions> = {}): ReportOptions {
  return {
    note: () => {},
    hardLinks: false,
    isolate: false,
    commandLine: ['dd-x', '--flag'],
    base: () => Buffer.from('/base'),
    startedMs: STARTED,
    ...options,
  }
}

/** What a report of these batches is, as it comes out of the generator, and what was noted. */
export async function reported(
  report: Report,
  batches: readonly (readonly AnyRecord[])[],
  options: Partial<ReportOptions> = {},
): Promise<{ text: string; notes: string[] }> {
  const [lines, notes]: [string[], string[]] = [[], []]
  async function* input() {
    yield* batches
  }
  const note = (text: string) => void notes.push(text)
  for await (const some of report(input(), reportOptions({ ...options, note })))
    for (const line of some) lines.push(`${line}\n`)
  return { text: lines.join(''), notes }
}

/** A file record of a name that is given in latin1, one character a byte. */
export function named(latin1: string, fields: Partial<FileRecord> = {}): FileRecord {
  return file('', {
    path: undefined,
    ...pathFields(Buffer.from(latin1, 'latin1')),
    ...fields,
  } as Partial<FileRecord>)
}

/** A group of these files. */
export function groupOf(...files: readonly FileRecord[]): GroupRecord {
  return { type: 'group', size: files[0]?.size ?? 0, hash: 'ab12', algo: 'blake3', files }
}

/** One record of each type that has no files of equal content. */
export const OTHERS: readonly AnyRecord[] = [
  { type: 'empty', file: file('/e', { size: 0 }) },
  {
    type: 'partial',
    file: file('/p', { size: 1 }),
    of: file('/w'),
    bytes: 1,
    confidence: 'low',
    hints: [],
  },
]
