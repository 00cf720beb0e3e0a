import { hereOf } from '../record/files.js'
import type { AnyGroup } from '../record/group.js'
import { splitBy } from '../record/split-by.js'
import type { StepRecord } from '../record/step.js'
import { chooseKeepers } from './choose-keepers.js'
import { Devices } from './devices.js'
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
export function* planGroup(group: AnyGroup, policy: Policy, tally: Tally): Generator<StepRecord> {
  const here = hereOf(group.files)
  const names = findNames(here, policy, tally)
  tally.skip('host', group.files.length - here.length)
  if (names.some(({ inode }) => inode !== names[0]?.inode))
    return yield* planNames(names, { group, policy, tally })
  tally.skip('alone', names.length)
  const first = names[0]?.file ?? group.files.at(0)
  if (first !== undefined && here.length === group.files.length) tally.stuck(first)
}

function* planNames(names: readonly Name[], setting: Setting): Generator<StepRecord> {
  const { policy, tally } = setting
  const placed = policy.isolate ? names.filter(({ file }) => rootKey(file) !== '') : names
  const units = unitsOf(placed, policy)
  tally.skip('no-root', names.length - placed.length)
  if (units.length < 2) return tally.skip('isolate', placed.length)
  if (policy.isolate) lockRoots(units)
  const staying = chooseKeepers(units, policy)
  const parts = splitBy(placed, partKey(policy))
  const devices = new Devices(placed)
  for (const part of parts) {
    const own = parts.length === 1 ? units : unitsOf(part, policy)
    yield* planPart(part, own, devices, staying, setting)
  }
}
