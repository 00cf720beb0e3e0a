import type { ResultRecord } from '../record/result.js'
import type { StepRecord } from '../record/step.js'
import { check } from './act.js'
import { explain } from './refusal.js'
import type { Run } from './scene.js'

/** What would become of a step, as far as looking at names, sizes and times can tell. Reads no content, changes nothing. */
export async function tryStep(run: Run, step: StepRecord): Promise<ResultRecord> {
  const { id, op, file, frees } = step
  const path = file.path !== undefined ? { path: file.path } : { path64: file.path64 }
  const plain = { type: 'result', id, op, ...path } as const
  try {
    await check(run, step, false)
    return { ...plain, status: 'would', freed: op === 'copy' ? 0 : frees }
  } catch (error) {
    const { code, message } = explain(error)
    return { ...plain, status: 'skipped', freed: 0, error: { code, message } }
  }
}
