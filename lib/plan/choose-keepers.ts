import type { Inode } from './name.js'
import type { Policy } from './policy.js'
import { isLocked, type Unit } from './unit.js'

/**
 * The units that stay so that `copies` inodes of the content stay, on as many devices when
 * `onDevices`: all of them where there are no more. What stays anyway is counted first, and before
 * that what stays with all its names: of the keepers no name is touched, also not inside --within.
 * @param units in the order in which they are wanted
 */
export function chooseKeepers(
  units: readonly Unit[],
  { copies, onDevices }: Pick<Policy, 'copies' | 'onDevices'>,
): Set<Unit['id']> {
  const candidates = units.some(isLocked) ? byReluctance(units) : units
  const chosen = new Set<Unit['id']>()
  const inodes = new Set<Inode>()
  const devices = new Set<string>()
  const take = (wanted: (unit: Unit) => boolean) => {
    for (const unit of candidates) {
      if (chosen.size >= copies) return
      if (chosen.has(unit.id) || !wanted(unit)) continue
      chosen.add(unit.id)
      for (const { inode, file } of unit.names) {
        inodes.add(inode)
        devices.add(file.dev)
      }
    }
  }
  const addsInode = ({ names }: Unit) => names.some(({ inode }) => !inodes.has(inode))
  const addsDevice = ({ names }: Unit) => names.some(({ file }) => !devices.has(file.dev))
  if (onDevices) take((unit) => addsInode(unit) && addsDevice(unit))
  take(addsInode)
  return chosen
}

function byReluctance(units: readonly Unit[]): Unit[] {
  const weighed = units.map((unit) => ({ unit, weight: reluctance(unit) }))
  return weighed.sort((a, b) => a.weight - b.weight).map(({ unit }) => unit)
}

function reluctance({ best, names }: Unit): number {
  const locked = names.filter(({ lock }) => lock !== undefined).length
  if (locked === 0) return Number.MAX_SAFE_INTEGER
  return 2 * best.rank + (locked === names.length ? 0 : 1)
}
