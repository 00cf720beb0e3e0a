// Helpers of a shared walk that are no threads: all that they are given and answer is copied, as it is
// on the way to a thread and back, and they answer when a test wants it.
import { setImmediate as turn } from 'node:timers/promises'
import type { Directory } from '../../lib/walk/directory.js'
import { FoundFiles } from '../../lib/walk/found-files.js'
import { partWalker } from '../../lib/walk/part-walker.js'
import type { Part } from '../../lib/walk/part.js'
import type { Rules } from '../../lib/walk/rules.js'
import type { Helpers } from '../../lib/walk/shared-walk.js'
import { pathOf } from './walked.js'

export type Helping = {
  readonly limit?: number
  /** Names that a helper goes through at most, whatever it is asked to. */
  readonly names?: number
  /** Turns of the event loop that the next answer takes. */
  readonly turns?: () => number
  /** Parts are walked when they are answered, so in any order, not when they are given. */
  readonly late?: boolean
  readonly laneOf?: (dir: Directory) => string
  readonly make?: typeof pathOf
}

/** Helpers, and what they were given so far. */
export type TestHelpers = Helpers<string> & { readonly parts: Part[] }

export function walkHelpers(
  rules: Rules,
  { limit = 3, names = 1024, turns = () => 0, late = false, ...more }: Helping = {},
): TestHelpers {
  const { laneOf = () => '', make = pathOf } = more
  const walkPart = partWalker(rules, new FoundFiles(make))
  const parts: Part[] = []
  return {
    limit,
    laneOf,
    parts,
    walk: async (part, asked) => {
      parts.push(part)
      const answer = () => structuredClone(walkPart(structuredClone(part), Math.min(asked, names)))
      const early = late ? undefined : answer()
      for (let left = turns(); left > 0; left--) await turn()
      return early ?? answer()
    },
  }
}
