import { nameFields } from '../record/host.js'
import type { ResultRecord } from '../record/result.js'
import type { StepRecord } from '../record/step.js'
import { check } from './act.js'
import { freedBy } from './freed.js'
import { keptBack } from './pool-unit.js'
import { explain } from './refusal.js'
import type { Run } from './scene.js'

/** What would become of steps that go together, see `areOneUnit`. */
export async function tryUnit(run: Run, unit: readonly StepRecord[]): Promise<ResultRecord[]> {
  const results: ResultRecord[] = []
  for (const step of unit) results.push(await tryStep(run, step))
  const whole = results.every(({ status }) => status === 'would')
  return whole
    ? results
    : results.map((result) => (result.error ? result : skipped(result, keptBack())))
}

/** What would become of a step, as far as looking at names, sizes and times can tell. Reads no content, changes nothing. */
export async function tryStep(run: Run, step: StepRecord): Promise<ResultRecord> {
  const { id, op, file } = step
  const would = { type: 'result', id, op, ...nameFields(file), status: 'would', freed: 0 } as const
  try {
    const ready = await check(run, step, false)
    return { ...would, freed: Math.min(ready.step.frees, await freedBy(run, ready)) }
  } catch (error) {
    return skipped(would, error)
  }
}

/** @throws the error itself where it must stop the run */
function skipped(result: ResultRecord, why: unknown): ResultRecord {
  const { code, message } = explain(why)
  return { ...result, status: 'skipped', freed: 0, error: { code, message } }
}
