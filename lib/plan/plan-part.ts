import type { StepRecord } from '../record/step.js'
import { chooseKeepers } from './choose-keepers.js'
import { bytesOnDisk, makeStep } from './make-step.js'
import type { Inode, Name } from './name.js'
import { isLink } from './parts.js'
import type { Setting } from './setting.js'
import { unitsOf, type Unit } from './unit.js'

/**
 * The steps for names between which the op is possible. Where none of them stays by choice (all
 * that do are on another device, say) one of them stays here all the same.
 * @param staying ids of the units that stay
 * @param stranded what to count when there is nothing here to act with
 */
export function planPart(
  part: readonly Name[],
  staying: ReadonlySet<Unit['id']>,
  stranded: 'device' | 'metadata',
  setting: Setting,
): StepRecord[] {
  const units = unitsOf(part, setting.policy)
  const chosen = units.some(({ id }) => staying.has(id))
  const ids = chosen ? staying : chooseKeepers(units, { copies: 1, onDevices: false })
  const kept = units.filter(({ id }) => ids.has(id))
  if (!chosen && units.length === 1)
    setting.tally.skip(stranded, part.filter(({ lock }) => !lock).length)
  return planAround(kept, part, setting)
}

function planAround(kept: readonly Unit[], part: readonly Name[], setting: Setting): StepRecord[] {
  const keepers = new Set(kept.flatMap(({ names }) => names))
  const inodes = new Set([...keepers].map(({ inode }) => inode))
  const going = new Map<Inode, Name[]>()
  for (const name of part) {
    if (inodes.has(name.inode)) continue
    const names = going.get(name.inode)
    if (name.lock) setting.tally.skip(name.lock, 1)
    else if (names === undefined) going.set(name.inode, [name])
    else names.push(name)
  }
  const keep = kept[0]?.best
  if (keep === undefined) return []
  return [...going].flatMap(([inode, names]) => planInode(inode, names, keep, setting))
}

/**
 * The blocks of an inode are free when its last name is gone, so they count on the last step, and
 * not at all while it has a name that stays. That name is then the best proof of the content: it
 * is what undo links back to.
 */
function planInode(
  inode: Inode,
  going: readonly Name[],
  keep: Name,
  { group, policy, tally }: Setting,
): StepRecord[] {
  const gone = new Set(going)
  const stays = inode.names.find((name) => !gone.has(name))
  const whole = stays === undefined && going.length >= inode.nlink
  if (!whole && isLink(policy.op)) {
    tally.skip('frees-nothing', going.length)
    return []
  }
  const { hash, algo } = group
  const steps = going.map(({ file }, i) => {
    const frees = whole && i === going.length - 1 ? bytesOnDisk(file) : 0
    const deed = { why: 'duplicate', file, keep: (stays ?? keep).file, hash, algo, frees } as const
    return makeStep(deed, policy)
  })
  tally.plan(steps)
  return steps
}
