import type { By } from './group-key.js'
import type { Wanted } from './with-copies.js'

/** How dd-group is called. */
export type Flags = {
  readonly by: By
  readonly minCopies: number
  readonly unique?: boolean
  readonly rfUnder?: number
  /** Bytes that the process is to stay under. */
  readonly memory: number
}

/** What is to be done with the records. */
export type Grouping = {
  readonly by: By
  readonly wanted: Wanted
  /** Write groups, of files that are proven equal; else the file records as they came. */
  readonly asGroups: boolean
  /** Bytes that records may take in memory. */
  readonly budgetBytes: number
}

/** What the process takes besides the records. */
const OWN_BYTES = 100 * 2 ** 20

/** What records get in any case: with less, a large input would make more runs than can be merged. */
const LEAST_BYTES = 2 ** 20

export function grouping({ by, minCopies, unique, rfUnder, memory }: Flags): Grouping {
  const under = unique === true ? 2 : rfUnder
  return {
    by,
    wanted: under === undefined ? (copies) => copies >= minCopies : (copies) => copies < under,
    asGroups: by === 'hash' && under === undefined,
    budgetBytes: Math.max(memory - OWN_BYTES, memory / 8, LEAST_BYTES),
  }
}

/** @param names that came twice with different facts */
export function changedNote(names: number): string {
  const what = names === 1 ? '1 name came' : `${names} names came`
  return `${what} twice and had changed in between: the newer record was taken`
}
