import { nameKey } from '../record/host.js'
import type { StepRecord } from '../record/step.js'
import type { Session } from './session.js'

/** The same step by another keeper, where its own can take no more links. */
export function standIn({ standIns }: Session, step: StepRecord): StepRecord {
  const keep = step.op === 'hardlink' && step.keep && standIns.get(nameKey(step.keep))
  return keep ? { ...step, keep } : step
}
