import type { Inode, Name } from './name.js'
import type { PoolPolicy } from './pool-policy.js'
import type { PoolSpace } from './pool-space.js'
import { rootKey } from './unit.js'

/**
 * The name that the others of a set are linked to: below --primary if there is one; on a branch that
 * takes new names; on the branch that has most of the set, links counted; where most space is free in
 * the end; else as --keep says.
 * @returns why there is none
 */
export function choosePoolKeeper(
  names: readonly Name[],
  { policy, space }: PoolPolicy,
): Name | 'no-branch' | 'no-primary' {
  const none = policy.primary.roots.length
  const possible = names.filter(({ file }) => !space.isReadOnly(file))
  const isPrimary = ({ rank }: Name) => rank < none
  if (none > 0 && !policy.isOrdered && !possible.some(isPrimary))
    return names.some(isPrimary) ? 'no-branch' : 'no-primary'
  const weights = weigh(names)
  const [best] = possible.toSorted((a, b) => compare(a, b, weights, space))
  return best ?? 'no-branch'
}

/** Names that each branch has of the set's inodes, those outside of the set among them. */
function weigh(names: readonly Name[]): Map<string, number> {
  const inodes = new Map<Inode, Name>()
  for (const name of names) if (!inodes.has(name.inode)) inodes.set(name.inode, name)
  const weights = new Map<string, number>()
  for (const [{ nlink }, { file }] of inodes)
    weights.set(rootKey(file), (weights.get(rootKey(file)) ?? 0) + nlink)
  return weights
}

/** Names are in the order of --keep already, and sorting keeps it among equals. */
function compare(a: Name, b: Name, weights: Map<string, number>, space: PoolSpace): number {
  const weight = ({ file }: Name) => weights.get(rootKey(file)) ?? 0
  return (
    a.rank - b.rank ||
    Number(space.isReluctant(a.file)) - Number(space.isReluctant(b.file)) ||
    Number(a.lock === undefined) - Number(b.lock === undefined) ||
    weight(b) - weight(a) ||
    space.freeAfter(b.file) - space.freeAfter(a.file)
  )
}
