import type { GroupRecord } from '../record/group.js'
import type { StepRecord } from '../record/step.js'
import { chooseKeepers } from './choose-keepers.js'
import { findNames } from './find-names.js'
import type { Name } from './name.js'
import { partKey, splitBy } from './parts.js'
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
  const names = findNames(group.files, policy, tally)
  const [first] = group.files
  if (names.every(({ inode }) => inode === names[0]?.inode)) {
    tally.skip('alone', names.length)
    if (first !== undefined) tally.stuck(first)
    return []
  }
  const machines = splitBy(names, ({ file }) => file.host ?? '')
  return machines.flatMap((names) => planMachine(names, { group, policy, tally }))
}

function planMachine(names: readonly Name[], setting: Setting): StepRecord[] {
  const { policy, tally } = setting
  const placed = policy.isolate ? names.filter(({ file }) => rootKey(file) !== '') : names
  const units = unitsOf(placed, policy)
  tally.skip('no-root', names.length - placed.length)
  if (units.length < 2) {
    tally.skip(policy.isolate ? 'isolate' : 'host', placed.length)
    return []
  }
  if (policy.isolate) lockRoots(units)
  const staying = chooseKeepers(units, policy)
  const parts = splitBy(placed, partKey(policy))
  return parts.flatMap((part) => planPart(part, staying, strandedBy(part, placed), setting))
}

/** Why nothing can be done with a part of a set that has one unit only, and not a keeper. */
function strandedBy(part: readonly Name[], all: readonly Name[]): 'device' | 'metadata' {
  const devices = new Set(part.map(({ file }) => file.dev))
  const near = all.filter(({ file }) => devices.has(file.dev))
  return near.length > part.length ? 'metadata' : 'device'
}
