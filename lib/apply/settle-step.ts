import type { Row } from './journal-row.js'
import { lookAround } from './look-around.js'
import { failure, type Outcome } from './outcome.js'
import { Conflict } from './refusal.js'
import type { Run } from './scene.js'
import { settle } from './settle.js'
import { settleCopy } from './settle-copy.js'
import { settlePoolLink } from './settle-pool-link.js'

/**
 * Look what a step left, and bring its file back under its name, or see that the step is done.
 * @returns undefined: all is as it was before the step
 * @throws {Refusal} its directory is not there; {Stranded}; {NodeJS.ErrnoException}: it is unsettled
 */
export async function settleStep(run: Run, row: Row): Promise<Outcome | undefined> {
  try {
    const look = lookAround(run, row)
    return await settler(row)(run, row, look)
  } catch (error) {
    if (error instanceof Conflict) return failure(error)
    throw error
  }
}

function settler({ op }: Row) {
  if (op === 'copy') return settleCopy
  return op === 'pool-link' ? settlePoolLink : settle
}
