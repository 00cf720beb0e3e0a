import { NONE } from './relations.js'

/** Files by number: each is the beginning of its parent's children, as far as there are any. */
export type Forest = {
  /** The longest file that a file begins with, or NONE; of one that stands for its class. */
  readonly parent: Int32Array
  /** By how much a is to be preferred to b as the whole file: positive, if it is. */
  readonly prefer: (a: number, b: number) => number
}

/**
 * For each file that is the beginning of others the whole one among them: the end of the best
 * branch above it.
 * @param files that have a parent, or are one
 * @returns by file; a file that is the beginning of none is not in it
 */
export function wholeFiles(
  files: Iterable<number>,
  { parent, prefer }: Forest,
): Map<number, number> {
  const best = new Map<number, number>()
  const children = new Map<number, number>()
  const all = [...files]
  for (const file of all) {
    const above = parent[file]!
    if (above !== NONE) children.set(above, (children.get(above) ?? 0) + 1)
  }
  const ready = all.filter((file) => !children.has(file))
  for (let file = ready.pop(); file !== undefined; file = ready.pop()) {
    const above = parent[file]!
    if (above === NONE) continue
    const whole = best.get(file) ?? file
    const other = best.get(above)
    if (other === undefined || prefer(whole, other) > 0) best.set(above, whole)
    const left = children.get(above)! - 1
    children.set(above, left)
    if (left === 0) ready.push(above)
  }
  return best
}
