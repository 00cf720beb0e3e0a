import type { ResultRecord } from '../record/result.js'
import type { StepRecord } from '../record/step.js'
import { applyBatch } from './apply-batch.js'
import { unitEnd } from './pool-unit.js'
import type { Session } from './session.js'

/** Steps that share their syncs: one of the journal before and one after, one of each directory. */
const BATCH = 256

/**
 * Carry a plan out, some hundreds of steps at a time.
 * @yields the results of each batch, in the order of the plan, once they are durable
 */
export async function* applyPlan(
  session: Session,
  batches: AsyncIterable<StepRecord[]>,
): AsyncGenerator<ResultRecord[]> {
  let waiting: StepRecord[] = []
  const work = async () => {
    const results = await applyBatch(session, waiting.slice(0, unitEnd(waiting, BATCH)))
    waiting = waiting.slice(results.length)
    await session.rest()
    return results
  }
  for await (const batch of batches) {
    waiting.push(...batch)
    while (unitEnd(waiting, BATCH) < waiting.length && !session.stopped()) yield await work()
    if (session.stopped()) return
  }
  while (waiting.length > 0 && !session.stopped()) yield await work()
}
