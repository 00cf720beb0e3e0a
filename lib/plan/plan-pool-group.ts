import { rootOf, type FileRecord } from '../record/file.js'
import { hereOf } from '../record/files.js'
import type { AnyGroup, LostName } from '../record/group.js'
import { pathBytes, pathFields, rebase } from '../record/path.js'
import type { StepRecord } from '../record/step.js'
import { findNames } from './find-names.js'
import { bytesOnDisk, makeStep } from './make-step.js'
import { isNear, KeepersOfPool } from './keepers-of-pool.js'
import type { Inode, Name } from './name.js'
import { choosePoolKeeper } from './pool-keeper.js'
import type { PoolPolicy } from './pool-policy.js'
import type { Setting } from './setting.js'
import type { Tally } from './tally.js'

/**
 * The steps for the copies of a set on the branches of a pool, whose `root` is their branch. Copies
 * on the branch of a copy that stays become hard links of it; others become pool links. Pure, but for
 * what `space` remembers of the sets before.
 */
export function planPoolGroup(group: AnyGroup, pool: PoolPolicy, tally: Tally): StepRecord[] {
  const { policy, space } = pool
  const here = hereOf(group.files)
  tally.skip('host', group.files.length - here.length)
  const names = findNames(here, policy, tally)
  const lost = group.lost ?? []
  if (lost.length === 0 && !names.some(({ inode }) => inode !== names[0]?.inode)) {
    tally.skip('alone', names.length)
    return []
  }
  for (const name of names) if (space.isReadOnly(name.file)) name.lock ??= 'read-only'
  const first = choosePoolKeeper(names, pool)
  if (typeof first === 'string') {
    tally.skip(first, names.length + lost.length)
    return []
  }
  return [
    ...lost.flatMap((name) => planLost(name, first, pool, tally)),
    ...planAround(first, names, { group, policy, tally }, pool),
  ]
}

function planAround(first: Name, names: readonly Name[], setting: Setting, pool: PoolPolicy) {
  const locked = names.filter(({ lock }) => lock !== undefined)
  const kept = new Set<Inode>([first, ...locked].map(({ inode }) => inode))
  const keepers = [first, ...names.filter((name) => kept.has(name.inode) && name !== first)]
  const usable = keepers.filter(({ file }) => !pool.space.isReadOnly(file))
  for (const { inode, lock } of names)
    if (lock !== undefined && inode !== first.inode) setting.tally.skip(lock, 1)
  const going = new Set(names.map(({ inode }) => inode).filter((inode) => !kept.has(inode)))
  const found = new KeepersOfPool(usable, setting.policy)
  return [...going].flatMap((inode) => planInode(inode, found, setting, pool))
}

/** The name of a file that an interrupted run removed becomes a link of the copy that stays. */
function planLost(name: LostName, keep: Name, pool: PoolPolicy, tally: Tally): StepRecord[] {
  const { policy, branches, endedNs } = pool
  if (endedNs === undefined || BigInt(keep.file.mtimeNs) > endedNs || !rootOf(name)) {
    tally.skip('lost', 1)
    return []
  }
  const { path: _path, path64: _path64, root: _root, root64: _root64, ...facts } = keep.file
  const file: FileRecord = { ...facts, ...name }
  const link = linkFields(file, keep.file)
  const deed = { why: 'lost', file, keep: keep.file, frees: 0, link, branches } as const
  const steps = [makeStep(deed, { ...policy, metadata: 'ignore' })]
  tally.plan(steps)
  return steps
}

/** All names of an inode go, or none: nothing is free before the last of them is gone. */
function planInode(
  { names, nlink }: Inode,
  keepers: KeepersOfPool,
  { group, policy, tally }: Setting,
  { space, branches }: PoolPolicy,
): StepRecord[] {
  const [name] = names
  if (name === undefined || names.length < nlink) {
    tally.skip('frees-nothing', names.length)
    return []
  }
  const keep = keepers.keeperFor(name.file)
  if (typeof keep === 'string') {
    tally.skip(keep, names.length)
    return []
  }
  const bytes = bytesOnDisk(name.file)
  const steps = names.map(({ file }, i) => {
    const frees = i === names.length - 1 ? bytes : 0
    const { hash, algo } = group
    const deed = { why: 'duplicate', file, keep, hash, algo, frees } as const
    if (isNear(file, keep)) return makeStep(deed, { ...policy, op: 'hardlink' })
    return makeStep({ ...deed, link: linkFields(file, keep), branches }, policy)
  })
  space.give(name.file, bytes)
  tally.plan(steps)
  return steps
}

/** The file's path on the branch of its keeper. */
function linkFields(file: FileRecord, keep: FileRecord): { to: string } | { to64: string } {
  const [from, to] = [rootOf(file), rootOf(keep)]
  const path = from && to && rebase(pathBytes(file), pathBytes(from), pathBytes(to))
  const fields = pathFields(path ?? pathBytes(file))
  return fields.path === undefined ? { to64: fields.path64 } : { to: fields.path }
}
