import type { PathFields } from '../record/path.js'
import type { StepRecord } from '../record/step.js'
import { givesRights } from './believed.js'

/** Where a file gave rights to who ran it, a step names the journal, which is believed, as a plan is not. */
export function withJournal(steps: readonly StepRecord[], journal: PathFields): StepRecord[] {
  const asks = ({ op, file: { mode }, xattrs }: StepRecord) =>
    op === 'copy' && givesRights({ mode, ...(xattrs && { xattrs }) })
  return steps.map((step) => (asks(step) ? { ...step, journal } : step))
}

/** How many files will get the attributes of their keepers, since the journal does not have their own? */
export function withoutXattrs(steps: readonly StepRecord[]): number {
  return steps.filter(({ op, keep, link, xattrs }) => op === 'copy' && keep && !link && !xattrs)
    .length
}
