// Steps for a pool in short: `pool-link d2/b -> d1/a`.
import type { StepRecord } from '../../lib/record/step.js'
import { lineOf } from './plan.js'
import type { Pool } from './pool.js'

export function linesOf(pool: Pool, steps: readonly StepRecord[]): string[] {
  const short = (text: string) => text.replaceAll(`${pool.base}/disks/`, '')
  return steps.map((step) => `${step.op} ${short(lineOf(step))}`)
}
