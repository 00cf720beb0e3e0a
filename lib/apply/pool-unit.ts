import { sameInode } from '../record/file.js'
import type { StepRecord } from '../record/step.js'
import { Refusal } from './refusal.js'

/**
 * All names of a file on a drive go to another, or none: one that stayed would keep its blocks, and
 * the names would be two files from then on. A plan has their steps after each other.
 */
export function areOneUnit(a: StepRecord | undefined, b: StepRecord | undefined): boolean {
  return a?.op === 'pool-link' && b?.op === 'pool-link' && sameInode(a.file, b.file)
}

/** How many of the steps to take: `least`, or a few more so that no unit is cut. */
export function unitEnd(steps: readonly StepRecord[], least: number): number {
  let end = Math.min(least, steps.length)
  while (areOneUnit(steps[end - 1], steps[end])) end++
  return end
}

/** The units that `items` are of, each a list of neighbours. */
export function unitsOf<T>(items: readonly T[], stepOf: (item: T) => StepRecord): T[][] {
  const units: T[][] = []
  for (const item of items) {
    const last = units.at(-1)
    const before = last?.at(-1)
    if (last && before && areOneUnit(stepOf(before), stepOf(item))) last.push(item)
    else units.push([item])
  }
  return units
}

/** Why the other names of a unit stay, too. */
export function keptBack(): Refusal {
  return new Refusal('links', 'another name of it cannot be linked: nothing would be freed')
}
