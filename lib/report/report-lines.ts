import type { AnyRecord } from './any-record.js'
import { killdupes } from './killdupes.js'
import { textReport } from './text-report.js'

export const FORMATS = ['text', 'killdupes'] as const

export type Format = (typeof FORMATS)[number]

/** The lines of a report. @param note about what the format cannot show */
export function reportLines(
  format: Format,
  batches: AsyncIterable<readonly AnyRecord[]>,
  note: (text: string) => void,
): AsyncGenerator<readonly string[]> {
  return format === 'killdupes' ? killdupes(batches, note) : textReport(batches)
}
