// Planning for the branches of a pool: a set in, lines of text out.
import { planPoolGroup } from '../../lib/plan/plan-pool-group.js'
import { policyOf, type PlanFlags } from '../../lib/plan/policy.js'
import { poolPolicy } from '../../lib/plan/pool-policy.js'
import type { PlanBranch } from '../../lib/plan/pool-space.js'
import { Tally } from '../../lib/plan/tally.js'
import type { FileRecord } from '../../lib/record/file.js'
import type { GroupRecord } from '../../lib/record/group.js'
import { pathBytes } from '../../lib/record/path.js'
import { destination, type StepRecord } from '../../lib/record/step.js'
import { lineOf } from './plan.js'
import { file } from './records.js'

/** A file on a branch, each of which is a device of its own. */
export function onBranch(root: string, name: string, fields: Partial<FileRecord> = {}): FileRecord {
  return file(`${root}/${name}`, { root, dev: String(root.charCodeAt(1)), ...fields })
}

export type Modes = { readonly [root: string]: Partial<PlanBranch> }

/** Branches /a, /b and /c, all alike, but for what is said of them. */
export function branches(modes: Modes = {}): PlanBranch[] {
  const plain = { mode: 'RW', free: 1000, minFree: 0 } as const
  return ['/a', '/b', '/c'].map((root) => ({ root, ...plain, ...modes[root] }))
}

export function poolOf(flags: PlanFlags, modes: Modes = {}, endedNs?: bigint) {
  const space = branches(modes)
  const policy = policyOf('pool-link', flags, undefined)
  const roots = space.map(({ root }) => ({ path: root }))
  return poolPolicy(policy, { space, branches: roots }, endedNs)
}

export function planFor(pool: ReturnType<typeof poolOf>, group: GroupRecord) {
  const tally = new Tally()
  const steps = planPoolGroup(group, pool, tally)
  return {
    steps,
    lines: steps.map(lineTo),
    skipped: Object.fromEntries(tally.totals.skipped),
    totals: tally.totals,
  }
}

/** `pool-link /b/x -> /a/k as /a/x` */
export function lineTo(step: StepRecord): string {
  const to = destination(step)
  const as = to === undefined ? '' : ` as ${pathBytes(to).toString('latin1')}`
  return `${step.op} ${lineOf(step)}${as}`
}
