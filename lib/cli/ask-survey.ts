import type { Op, StepRecord, Why } from '../record/step.js'
import { UsageError } from './exit.js'

/** What there is to ask about. */
export type Survey = {
  readonly ops: ReadonlySet<Op>
  /** Steps, and bytes of content in their files. */
  readonly amounts: ReadonlyMap<Why, { readonly count: number; readonly bytes: number }>
}

/**
 * Look through a plan.
 * @throws {UsageError} a step that gives something back: the question is what may go
 */
export async function survey(batches: AsyncIterable<readonly StepRecord[]>): Promise<Survey> {
  const ops = new Set<Op>()
  const amounts = new Map<Why, { count: number; bytes: number }>()
  for await (const batch of batches)
    for (const { id, op, why, file } of batch) {
      if (why === 'undo' || why === 'lost')
        throw new UsageError(`--ask: step ${id} is to bring back a file: leave --ask out`)
      const { count, bytes } = amounts.get(why) ?? { count: 0, bytes: 0 }
      amounts.set(why, { count: count + 1, bytes: bytes + file.size })
      ops.add(op)
    }
  return { ops, amounts }
}
