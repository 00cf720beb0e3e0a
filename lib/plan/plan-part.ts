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
 * @param set all names that parts were made of
 * @param staying ids of the units that stay
 */
export function planPart(
  part: readonly Name[],
  set: readonly Name[],
  staying: ReadonlySet<Unit['id']>,
  setting: Setting,
): StepRecord[] {
  const units = unitsOf(part, setting.policy)
  const chosen = units.some(({ id }) => staying.has(id))
  if (!chosen && units.length === 1) {
    const open = part.filter(({ lock }) => lock === undefined)
    setting.tally.skip(stranding(part, set), open.length)
    return []
  }
  const ids = chosen ? staying : chooseKeepers(units, { copies: 1, onDevices: false })
  const kept = units.filter(({ id }) => ids.has(id))
  return planAround(kept, part, setting)
}

/** What keeps a part from the others. */
function stranding(part: readonly Name[], set: readonly Name[]): 'device' | 'metadata' {
  const devices = new Set(part.map(({ file }) => file.dev))
  const near = set.filter(({ file }) => devices.has(file.dev))
  return near.length > part.length ? 'metadata' : 'device'
}

function planAround(kept: readonly Unit[], part: readonly Name[], setting: Setting): StepRecord[] {
  const inodes = new Set<Inode>()
  for (const { names } of kept) for (const { inode } of names) inodes.add(inode)
  const going = new Map<Inode, Name[]>()
  for (const name of part) {
    if (inodes.has(name.inode)) continue
    const names = going.get(name.inode)
    if (name.lock) setting.tally.skip(name.lock, 1)
    else if (names === undefined) going.set(name.inode, [name])
    else names.push(name)
  }
  const keep = kept.map(proofOf)[0]
  if (keep === undefined) return []
  return [...going].flatMap(([inode, names]) => planInode(inode, names, keep, setting))
}

/** A name that is sure to stay, where there is one: a symlink had better not point at another. */
function proofOf({ names, best }: Unit): Name {
  return names.find(({ lock }) => lock !== undefined) ?? best
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
  const stays = going.length < inode.names.length ? otherThan(going, inode) : undefined
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

function otherThan(going: readonly Name[], { names }: Inode): Name | undefined {
  const gone = new Set(going)
  return names.find((name) => !gone.has(name))
}
