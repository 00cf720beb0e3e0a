import type { EmptyRecord } from '../record/empty.js'
import type { FileRecord } from '../record/file.js'
import type { PartialRecord } from '../record/partial.js'
import { pathBytes } from '../record/path.js'
import type { StepRecord } from '../record/step.js'
import { lockOf } from './lock.js'
import { bytesOnDisk, makeStep } from './make-step.js'
import { isLink } from './parts.js'
import type { Policy } from './policy.js'
import type { Reason, Tally } from './tally.js'
import { rootKey } from './unit.js'

/** The step for a file that is the beginning of a larger one, if policy wants one. */
export function planPartial(
  { file, of, confidence }: PartialRecord,
  policy: Policy,
  tally: Tally,
): StepRecord[] {
  const why = 'partial'
  if (isLink(policy.op)) return skip('link-partial', tally)
  if (confidence === 'low' && !policy.lowConfidence) return skip('unsure', tally)
  if (of.host !== undefined) return skip('host', tally)
  if (policy.isolate && !(rootKey(file) && rootKey(of))) return skip('no-root', tally)
  if (policy.isolate && rootKey(file) === rootKey(of)) return skip('isolate', tally)
  return planFile({ why, file, keep: of }, policy, tally)
}

/** The step for a file of no bytes: nothing is lost with it, so it needs no keeper. */
export function planEmpty({ file }: EmptyRecord, policy: Policy, tally: Tally): StepRecord[] {
  if (isLink(policy.op)) return skip('link-empty', tally)
  return planFile({ why: 'empty', file }, policy, tally)
}

type Case =
  | { readonly why: 'partial'; readonly file: FileRecord; readonly keep: FileRecord }
  | { readonly why: 'empty'; readonly file: FileRecord }

/** Other names of the file, if it has any, come in other records: it is not known that they go. */
function planFile(one: Case, policy: Policy, tally: Tally): StepRecord[] {
  if (one.file.host !== undefined) return skip('host', tally)
  const lock = lockOf(pathBytes(one.file), policy)
  if (lock !== undefined) return skip(lock, tally)
  const frees = one.file.nlink > 1 ? 0 : bytesOnDisk(one.file)
  const steps = [makeStep({ ...one, frees }, policy)]
  tally.plan(steps)
  return steps
}

function skip(reason: Reason, tally: Tally): StepRecord[] {
  tally.skip(reason, 1)
  return []
}
