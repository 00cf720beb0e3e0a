import type { StepRecord } from '../record/step.js'
import { planGroup } from './plan-group.js'
import { planPoolGroup } from './plan-pool-group.js'
import { goAsPartials, planEmpty, planPartial } from './plan-single.js'
import type { Policy } from './policy.js'
import type { PoolPolicy } from './pool-policy.js'
import { seeInput } from './see-input.js'
import type { Subject } from './subject.js'
import type { Reason, Tally } from './tally.js'

/** Steps are given out so many at a time: a group may have millions. */
const STEPS = 1000

/** The steps for a stream of records, in its order. Memory: one batch, whatever the input. */
export async function* planRecords(
  batches: AsyncIterable<readonly Subject[]>,
  policy: Policy,
  tally: Tally,
): AsyncGenerator<StepRecord[]> {
  for await (const batch of batches) {
    let steps: StepRecord[] = []
    for (const subject of batch) seeInput(subject, policy)
    for (const subject of batch)
      for (const step of planRecord(subject, policy, tally)) {
        steps.push(step)
        if (steps.length < STEPS) continue
        yield steps
        steps = []
      }
    yield steps
  }
}

/** The same for the branches of a pool, on which only groups can be planned for. */
export async function* planPool(
  batches: AsyncIterable<readonly Subject[]>,
  pool: PoolPolicy,
  tally: Tally,
): AsyncGenerator<StepRecord[]> {
  for await (const batch of batches) {
    for (const subject of batch) seeInput(subject, pool.policy)
    yield batch.flatMap((subject) =>
      subject.type === 'group'
        ? planPoolGroup(subject, pool, tally)
        : [...planRecord(subject, pool.policy, tally)],
    )
  }
}

/** Policy says first which classes are planned for at all. */
export function planRecord(subject: Subject, policy: Policy, tally: Tally): Iterable<StepRecord> {
  switch (subject.type) {
    case 'group':
      if (!policy.duplicates) return skip('not-duplicates', subject.files.length, tally)
      if (goAsPartials(subject, policy)) return skip('as-partials', subject.files.length, tally)
      return planGroup(subject, policy, tally)
    case 'partial':
      if (policy.partials) return planPartial(subject, policy, tally)
      return skip('not-partials', 1, tally)
    case 'empty':
      if (policy.empties) return planEmpty(subject, policy, tally)
      return skip('not-empties', 1, tally)
  }
}

function skip(reason: Reason, names: number, tally: Tally): StepRecord[] {
  tally.skip(reason, names)
  return []
}
