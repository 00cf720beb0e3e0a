import type { FileRecord } from '../record/file.js'
import type { GroupRecord } from '../record/group.js'
import { isHere, nameKey } from '../record/host.js'
import type { PartialRecord } from '../record/partial.js'
import { planGroup } from './plan-group.js'
import type { Policy } from './policy.js'
import { Tally, type Reason } from './tally.js'
import { rootKey } from './unit.js'

/**
 * The whole file that is to prove a partial one: `of`, or, where its copies are planned for too, the
 * first of them that stays whatever becomes of the others.
 * @returns the reason, where there is none
 */
export function chooseWhole(partial: PartialRecord, policy: Policy): FileRecord | Reason {
  if (policy.duplicates && partial.copies?.length === 0) return 'many-copies'
  const here = staying(partial, policy).filter(isHere)
  const [first] = here
  if (first === undefined) return 'host'
  if (!policy.isolate) return first
  const own = rootKey(partial.file)
  const rooted = here.filter((file) => rootKey(file) !== '')
  if (own === '' || rooted.length === 0) return 'no-root'
  return rooted.find((file) => rootKey(file) !== own) ?? 'isolate'
}

/** The group of the copies is in another record, and planned for alike: what is planned here, is there. */
function staying({ of, copies }: PartialRecord, policy: Policy): readonly FileRecord[] {
  if (copies === undefined || !policy.duplicates) return [of]
  const group: GroupRecord = { type: 'group', size: of.size, files: copies }
  const steps = planGroup(group, policy, new Tally())
  const going = new Set(Array.from(steps, ({ file }) => nameKey(file)))
  return copies.filter((copy) => !going.has(nameKey(copy)))
}
