import type { EmptyRecord } from '../record/empty.js'
import type { FileRecord } from '../record/file.js'
import type { AnyGroup } from '../record/group.js'
import { isHere } from '../record/host.js'
import type { PartialRecord } from '../record/partial.js'
import { pathBytes } from '../record/path.js'
import type { StepRecord } from '../record/step.js'
import { chooseWhole } from './choose-whole.js'
import { lockOf } from './lock.js'
import { bytesOnDisk, makeStep } from './make-step.js'
import { isLink } from './parts.js'
import type { Policy } from './policy.js'
import type { Reason, Tally } from './tally.js'

/** The step for a file that is the beginning of a larger one, if policy wants one. */
export function planPartial(partial: PartialRecord, policy: Policy, tally: Tally): StepRecord[] {
  const { file, bytes, confidence } = partial
  if (isLink(policy.op)) return skip('link-partial', tally)
  if (!isTrusted(confidence, policy)) return skip('unsure', tally)
  const keep = chooseWhole(partial, policy)
  if (typeof keep === 'string') return skip(keep, tally)
  return planFile({ why: 'partial', file, keep, bytes }, policy, tally)
}

/**
 * Do the members of a group go one by one, as partial files? Then none of them may be the keeper of
 * another, since it is to go itself.
 */
export function goAsPartials({ partial }: AnyGroup, policy: Policy): boolean {
  if (partial === undefined || !policy.partials || isLink(policy.op)) return false
  return isTrusted(partial, policy)
}

function isTrusted(confidence: PartialRecord['confidence'], { lowConfidence }: Policy): boolean {
  return confidence === 'high' || lowConfidence
}

/** The step for a file of no bytes: nothing is lost with it, so it needs no keeper. */
export function planEmpty({ file }: EmptyRecord, policy: Policy, tally: Tally): StepRecord[] {
  if (isLink(policy.op)) return skip('link-empty', tally)
  return planFile({ why: 'empty', file }, policy, tally)
}

type Case =
  | {
      readonly why: 'partial'
      readonly file: FileRecord
      readonly keep: FileRecord
      readonly bytes: number
    }
  | { readonly why: 'empty'; readonly file: FileRecord }

/** Other names of the file, if it has any, come in other records: it is not known that they go. */
function planFile(one: Case, policy: Policy, tally: Tally): StepRecord[] {
  if (!isHere(one.file)) return skip('host', tally)
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
