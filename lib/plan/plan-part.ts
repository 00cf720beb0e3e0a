import type { FileRecord } from '../record/file.js'
import type { StepRecord } from '../record/step.js'
import { chooseKeepers } from './choose-keepers.js'
import type { Devices } from './devices.js'
import { bytesOnDisk, makeStep } from './make-step.js'
import type { Inode, Name } from './name.js'
import { isLink } from './parts.js'
import type { Setting } from './setting.js'
import type { Unit } from './unit.js'

/**
 * The steps for names between which the op is possible. Where none of them stays by choice (all
 * that do are on another device, say) one of them stays here all the same.
 * @param units those of the part
 * @param devices of the set that parts were made of
 * @param staying ids of the units that stay
 */
export function* planPart(
  part: readonly Name[],
  units: readonly Unit[],
  devices: Devices,
  staying: ReadonlySet<Unit['id']>,
  setting: Setting,
): Generator<StepRecord> {
  const chosen = units.some(({ id }) => staying.has(id))
  if (!chosen && units.length === 1) {
    const open = part.filter(({ lock }) => lock === undefined)
    const stranding = devices.near(part) > part.length ? 'metadata' : 'device'
    return setting.tally.skip(stranding, open.length)
  }
  const ids = chosen ? staying : chooseKeepers(units, { copies: 1, onDevices: false })
  const kept = units.filter(({ id }) => ids.has(id))
  yield* planAround(kept, part, setting)
}

function* planAround(
  kept: readonly Unit[],
  part: readonly Name[],
  setting: Setting,
): Generator<StepRecord> {
  const [first] = kept
  if (first === undefined) return
  const stay = new Set<Inode>()
  for (const { names } of kept) for (const { inode } of names) stay.add(inode)
  const going: Name[] = []
  const linked = new Map<Inode, Name[]>()
  for (const name of part) {
    const { inode, lock } = name
    if (stay.has(inode)) continue
    if (lock !== undefined) {
      setting.tally.skip(lock, 1)
      continue
    }
    going.push(name)
    if (inode.count > 1) addTo(linked, name)
  }
  const keep = proofOf(first).file
  for (const name of going) {
    const names = linked.get(name.inode) ?? [name]
    if (names[0] === name) yield* planInode(name.inode, names, keep, setting)
  }
}

function addTo(linked: Map<Inode, Name[]>, name: Name): void {
  const names = linked.get(name.inode)
  if (names === undefined) linked.set(name.inode, [name])
  else names.push(name)
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
  keep: FileRecord,
  { group, policy, tally }: Setting,
): StepRecord[] {
  const stays = going.length < inode.count ? otherThan(going, inode) : undefined
  const whole = stays === undefined && going.length >= inode.nlink
  if (!whole && isLink(policy.op)) {
    tally.skip('frees-nothing', going.length)
    return []
  }
  const { hash, algo } = group
  const steps = going.map(({ file }, i) => {
    const frees = whole && i === going.length - 1 ? bytesOnDisk(file) : 0
    const deed = { why: 'duplicate', file, keep: stays?.file ?? keep, hash, algo, frees } as const
    return makeStep(deed, policy)
  })
  tally.plan(steps)
  return steps
}

function otherThan(going: readonly Name[], { names }: Inode): Name | undefined {
  const gone = new Set(going)
  return names.find((name) => !gone.has(name))
}
