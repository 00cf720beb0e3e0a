// dd-apply(1): steps on stdin -> results on stdout. Changes the disk, but only with --apply.
import { Pace } from '../lib/apply/pace.js'
import { runPlan, runRecovery } from '../lib/apply/run-plan.js'
import { applyFlags, journalOf, trashOf, type ApplyFlags } from '../lib/cli/apply-flags.js'
import { asker } from '../lib/cli/ask-plan.js'
import { recoveryOf } from '../lib/cli/journal-arg.js'
import { main } from '../lib/cli/main.js'
import { showRun } from '../lib/cli/show-run.js'
import { addStep } from '../lib/report/add-step.js'
import { oldLayout } from '../lib/report/old-layout.js'

void main<ApplyFlags>(applyFlags, async (context) => {
  const { options, stdin } = context
  const recovery = recoveryOf(options)
  const journal = journalOf(options)
  const { verify, minAge: minAgeMs, allowTmpfs = false } = options
  const wishes = { ...options, verify, minAgeMs, allowTmpfs, journal, trash: trashOf(options) }
  if (!recovery) context.needInput()
  const ask = asker(context, (steps) => oldLayout(steps, addStep))
  const pace = new Pace()
  const stop = () => pace.stop()
  await showRun(context, journal, stop, (told) =>
    recovery
      ? runRecovery(recovery, options.apply === true, pace, context.note)
      : runPlan(stdin, wishes, pace, { ...told, choose: (plan) => ask(plan, told.interrupted) }),
  )
})
