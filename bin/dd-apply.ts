#!/usr/bin/env node
// dd-apply(1): steps on stdin -> results on stdout. Changes the disk, but only with --apply.
import { Pace } from '../lib/apply/pace.js'
import { runPlan, runRecovery } from '../lib/apply/run-plan.js'
import { applyFlags, journalOf, type ApplyFlags } from '../lib/cli/apply-flags.js'
import { recoveryOf } from '../lib/cli/journal-arg.js'
import { main, requirePipe } from '../lib/cli/main.js'
import { operandBytes, workingDirectory } from '../lib/cli/operands.js'
import { progress, type Progress } from '../lib/cli/progress.js'
import { Results } from '../lib/cli/results.js'
import { onSignals } from '../lib/cli/signals.js'
import { absolutePath } from '../lib/record/path.js'

await main<ApplyFlags>(applyFlags, async ({ options, stdin, stdout, stderr, fault, note }) => {
  const recovery = recoveryOf(options)
  const journal = journalOf(options)
  if (!recovery) requirePipe(stdin, 'pipe in a plan, as dd-plan(1) writes it')
  const pace = new Pace()
  const signals = onSignals(() => pace.stop())
  const results = new Results(stdout, fault)
  const later = `to settle what is unfinished: dd-apply --apply --resume ${journal}`
  let bar: Progress | undefined
  const onPlan = ({ count }: { count: number }) => {
    if (journal) note(`journal: ${journal}`)
    bar = progress(stderr, options.quiet !== true, options.apply ? 'applying' : 'looking', count)
  }
  const onLimit = () => note('a limit was reached: the rest of the plan was left alone')
  const [typed] = operandBytes(options.trash === undefined ? [] : [options.trash])
  const trash = typed && absolutePath(typed, workingDirectory())
  const wishes = { ...options, journal, trash, minAgeMs: options.minAge }
  const run = recovery
    ? runRecovery(recovery.path, recovery.way, options.apply === true, pace)
    : runPlan(stdin, wishes, pace, { onPlan, onLimit })
  try {
    for await (const batch of run) {
      await results.write(batch)
      bar?.tick(batch.length)
    }
  } catch (error) {
    if (bar && journal) note(later)
    throw error
  } finally {
    bar?.stop()
    signals.release()
  }
  if (options.quiet !== true) note(results.summary(options.apply !== true))
  signals.check(journal ? `stopped between two steps; ${later}` : 'nothing was changed')
})
