import type { GroupRecord } from '../record/group.js'
import { isHere } from '../record/host.js'
import { splitBy } from '../record/split-by.js'
import type { StepRecord } from '../record/step.js'
import { chooseKeepers } from './choose-keepers.js'
import { findNames } from './find-names.js'
import type { Name } from './name.js'
import { partKey } from './parts.js'
import { planPart } from './plan-part.js'
import type { Policy } from './policy.js'
import type { Setting } from './setting.js'
import type { Tally } from './tally.js'
import { lockRoots, rootKey, unitsOf } from './unit.js'

/**
 * The steps for the copies of a set that do not stay. Pure: reads no disk and no clock; the order
 * of the members matters only to `--keep order`. Each content keeps an inode that no step touches.
 */
export function planGroup(group: GroupRecord, policy: Policy, tally: Tally): StepRecord[] {
  const here = group.files.filter(isHere)
  const names = findNames(here, policy, tally)
  tally.skip('host', group.files.length - here.length)
  if (names.some(({ inode }) => inode !== names[0]?.inode))
    return planNames(names, { group, policy, tally })
  tally.skip('alone', names.length)
  const first = names[0]?.file ?? group.files[0]
  if (first !== undefined && here.length === group.files.length) tally.stuck(first)
  return []
}

function planNames(names: readonly Name[], setting: Setting): StepRecord[] {
  const { policy, tally } = setting
  const placed = policy.isolate ? names.filter(({ file }) => rootKey(file) !== '') : names
  const units = unitsOf(placed, policy)
  tally.skip('no-root', names.length - placed.length)
  if (units.length < 2) {
    tally.skip('isolate', placed.length)
    return []
  }
  if (policy.isolate) lockRoots(units)
  const staying = chooseKeepers(units, policy)
  const parts = splitBy(placed, partKey(policy))
  return parts.flatMap((part) => planPart(part, placed, staying, setting))
}
