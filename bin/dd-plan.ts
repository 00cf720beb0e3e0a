import { UsageError } from '../lib/cli/exit.js'
import { main } from '../lib/cli/main.js'
import { planCommand } from '../lib/cli/plan-command.js'
import { groundOf } from '../lib/cli/plan-ground.js'
import { planSummary, stuckNote, unmetFaults } from '../lib/cli/plan-summary.js'
import { oneOf } from '../lib/cli/word-arg.js'
import { interruption } from '../lib/import/old-log.js'
import { readGroups } from '../lib/import/read-groups.js'
import { KEEP_KEYS } from '../lib/plan/keep-order.js'
import { planPool, planRecords } from '../lib/plan/plan-records.js'
import { METADATA, objection, PLAN_OPS, policyOf, type PlanFlags } from '../lib/plan/policy.js'
import { poolPolicy } from '../lib/plan/pool-policy.js'
import { stepLine } from '../lib/plan/step-line.js'
import { parseSubject } from '../lib/plan/subject.js'
import { Tally } from '../lib/plan/tally.js'
import { poolView } from '../lib/pool/pool-view.js'
import { writeSpelled } from '../lib/stream/write-lines.js'

const options = planCommand({ ops: PLAN_OPS, keep: KEEP_KEYS, metadata: METADATA })

type Flags = PlanFlags & { readonly base?: Buffer; readonly quiet?: true }

void main<Flags>(options, async ({ options, operands, stdin, stdout, fault, note, needInput }) => {
  const op = oneOf(PLAN_OPS, 'operation')(operands[0])
  const wrong = objection(op, options)
  if (wrong !== undefined) throw new UsageError(wrong)
  needInput()
  const pool = op === 'pool-link' ? poolView(options) : undefined
  const policy = policyOf(op, options, groundOf(options, pool?.spread))
  const tally = new Tally((file) => note(stuckNote(file)))
  const old = interruption(options.resume)
  const groups = readGroups(stdin, parseSubject, { base: options.base, fault, note, ...old })
  const steps = pool
    ? planPool(pool.resolve(groups, fault), poolPolicy(policy, pool, old.endedNs), tally)
    : planRecords(groups, policy, tally)
  await writeSpelled(steps, stdout, stepLine)
  unmetFaults(policy).forEach(fault)
  const told = [...(pool?.warnings ?? []), ...planSummary({ op, ...tally.totals })]
  if (!options.quiet) told.forEach(note)
})
