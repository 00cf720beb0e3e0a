import type { AnyGroup } from '../record/group.js'
import type { Policy } from './policy.js'
import type { Tally } from './tally.js'

/** What a set is planned with. */
export type Setting = {
  readonly group: AnyGroup
  readonly policy: Policy
  readonly tally: Tally
}
