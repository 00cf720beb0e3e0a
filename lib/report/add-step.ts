import type { StepRecord } from '../record/step.js'
import type { OldReport } from './old-report.js'

/** Put a step into a report: its file is too much, its keeper stays. @returns lines to write at once */
export function addStep(report: OldReport, { why, file, keep }: StepRecord): readonly string[] {
  if (why === 'empty' || keep === undefined) return report.empty(file)
  if (why === 'partial') report.incomplete(keep, file)
  else report.duplicate(keep, file)
  return []
}
