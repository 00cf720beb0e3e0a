import type { CopyRule } from './copies.js'

/** Which files are looked for. */
export type Wanted = CopyRule & {
  /** Copies that a group has at least. */
  readonly least: number
  /** Not groups are wanted, but the files that have fewer copies. */
  readonly isFew: boolean
}

/** How dd-dupes is asked. */
export type CopyFlags = {
  readonly minCopies: number
  readonly unique?: true
  readonly rfUnder?: number
  readonly isolate?: true
  readonly hardLinks?: true
}

export function wantedOf({ minCopies, unique, rfUnder, isolate, hardLinks }: CopyFlags): Wanted {
  const under = unique ? 2 : rfUnder
  return {
    least: under ?? minCopies,
    isFew: under !== undefined,
    isolate: isolate === true,
    hardLinks: hardLinks === true,
  }
}
