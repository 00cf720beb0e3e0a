import type { Lock } from './name.js'
import type { Policy } from './policy.js'

/** Whether --primary or --within keep a name from being acted on. */
export function lockOf(path: Buffer, { primary, touchPrimary, within }: Policy): Lock | undefined {
  // both are asked, so that each of them learns what the input had
  const held = primary.holds(path) && !touchPrimary
  const outside = !within.isEmpty && !within.holds(path)
  return held || outside ? 'protected' : undefined
}
