import type { FileRecord } from '../record/file.js'
import type { Inode, Name } from './name.js'
import type { Policy } from './policy.js'

/** What stays or goes as one: an inode, or with --isolate all that a root has of a set. */
export type Unit = {
  /** The same for the same unit, also when only a part of its names is looked at. */
  readonly id: Inode | string
  readonly best: Name
  readonly names: readonly Name[]
}

/**
 * @param names in the order in which they are wanted as keepers; of an inode all, or none
 * @returns units in the same order, by their best name
 */
export function unitsOf(names: readonly Name[], { isolate }: Policy): Unit[] {
  if (isolate) return rootsOf(names)
  return names.filter((name) => name === name.inode.best).map(({ inode }) => inode)
}

function rootsOf(names: readonly Name[]): Unit[] {
  const units = new Map<string, Unit & { readonly names: Name[] }>()
  for (const name of names) {
    const id = rootKey(name.file)
    const unit = units.get(id)
    if (unit === undefined) units.set(id, { id, best: name, names: [name] })
    else unit.names.push(name)
  }
  return [...units.values()]
}

/** A root stays whole: one name in it that must stay keeps the others. */
export function lockRoots(units: readonly Unit[]): void {
  for (const unit of units.filter(isLocked))
    for (const name of unit.names) name.lock ??= 'protected'
}

/** Has the unit a name that stays whatever the plan? */
export function isLocked({ names }: Unit): boolean {
  return names.some(({ lock }) => lock !== undefined)
}

/** One string per root; empty where the record has none. */
export function rootKey({ root, root64 }: FileRecord): string {
  return root ?? (root64 === undefined ? '' : `base64:${root64}`)
}
