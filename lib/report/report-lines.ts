import { toLatin1 } from '../stream/to-latin1.js'
import type { AnyRecord } from './any-record.js'
import { csvReport } from './csv-report.js'
import { fclonesReport } from './fclones-report.js'
import { fdupesReport } from './fdupes-report.js'
import { jdupesReport } from './jdupes-report.js'
import { killdupes } from './killdupes.js'
import type { ReportOptions } from './report-options.js'
import { textReport } from './text-report.js'

export const FORMATS = ['text', 'killdupes', 'jdupes', 'fdupes', 'csv', 'fclones'] as const

export type Format = (typeof FORMATS)[number]

/** Those that show groups of equal files. */
export const GROUP_FORMATS = ['text', 'jdupes', 'fdupes', 'csv', 'fclones'] as const

export type GroupFormat = (typeof GROUP_FORMATS)[number]

type Lines = AsyncGenerator<readonly string[]>

type Report = (batches: AsyncIterable<readonly AnyRecord[]>, options: ReportOptions) => Lines

const REPORTS: { readonly [format in Format]: Report } = {
  text: (batches) => asBytes(textReport(batches)),
  killdupes: (batches, { note }) => asBytes(killdupes(batches, note)),
  jdupes: jdupesReport,
  fdupes: fdupesReport,
  csv: csvReport,
  fclones: (batches, options) => asBytes(fclonesReport(batches, options)),
}

/** The lines of a report, one character a byte: names need not be UTF-8. To be written as latin1. */
export function reportLines(
  format: Format,
  batches: AsyncIterable<readonly AnyRecord[]>,
  options: ReportOptions,
): Lines {
  return REPORTS[format](batches, options)
}

async function* asBytes(batches: Lines): Lines {
  for await (const lines of batches) yield lines.map(toLatin1)
}
