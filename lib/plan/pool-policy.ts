import type { PathFields } from '../record/path.js'
import type { Policy } from './policy.js'
import { PoolSpace, type PlanBranch } from './pool-space.js'

/** How a pool is planned for. */
export type PoolPolicy = {
  readonly policy: Policy
  readonly space: PoolSpace
  /** Roots of all branches, in the order in which the pool looks for a name. */
  readonly branches: readonly PathFields[]
  /** When a run ended that took names away, nanoseconds since 1970: keepers that are newer prove nothing. */
  readonly endedNs: bigint | undefined
}

/** @param view the pool: its branches to work on, and the roots of all */
export function poolPolicy(
  policy: Policy,
  view: { readonly space: readonly PlanBranch[]; readonly branches: readonly PathFields[] },
  endedNs?: bigint,
): PoolPolicy {
  return { policy, space: new PoolSpace(view.space), branches: view.branches, endedNs }
}
