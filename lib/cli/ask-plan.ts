import { setImmediate } from 'node:timers/promises'
import { openTerminal, type Terminal } from '../fs/terminal.js'
import type { Op, StepRecord, Why } from '../record/step.js'
import { writeLines } from '../stream/write-lines.js'
import type { ApplyFlags } from './apply-flags.js'
import { allowedBy, question } from './ask-answer.js'
import { survey, type Survey } from './ask-survey.js'
import { UsageError } from './exit.js'
import { recoveryOf } from './journal-arg.js'
import type { Context } from './main.js'
import { reason } from './message.js'

/** A sound plan; its steps can be read more than once. */
export type Plan = {
  readonly steps: () => AsyncGenerator<StepRecord[]>
  readonly count: number
  /** Bytes of content in its targets. */
  readonly bytes: number
}

/** The steps that may be done; undefined: none. @throws the reason of `interrupted` */
export type Choose = (plan: Plan, interrupted: AbortSignal) => Promise<Plan | undefined>

type Surroundings = Pick<Context<ApplyFlags>, 'options' | 'stderr' | 'note'>

/**
 * What --ask does with a plan: shows on stderr what is to go, and, with --apply, asks on the terminal
 * which of it may. Without --ask all may.
 * @param layout the lines that show some steps
 * @throws {UsageError} there is no terminal, or no plan
 */
export function asker(
  { options, stderr, note }: Surroundings,
  layout: (steps: AsyncIterable<StepRecord[]>) => AsyncIterable<readonly string[]>,
  open: () => Terminal = openTerminal,
): Choose {
  if (!options.ask) return async (plan) => plan
  if (recoveryOf(options))
    throw new UsageError('--ask is about a plan: not with --resume or --rollback')
  const terminal = options.apply ? terminalOf(open) : undefined
  return async (plan, interrupted) => {
    if (plan.count === 0) return plan
    const seen = await survey(heeding(plan.steps(), interrupted))
    await writeLines(layout(heeding(plan.steps(), interrupted)), stderr)
    if (terminal === undefined) return plan
    const answer = await terminal.ask(question(opsOf(seen, options)), interrupted)
    const chosen = part(plan, seen, allowedBy(answer))
    if (chosen === undefined) note('the answer was no: nothing was changed')
    return chosen
  }
}

/** @throws {UsageError} */
function terminalOf(open: () => Terminal): Terminal {
  try {
    return open()
  } catch (error) {
    throw new UsageError(`--ask needs a terminal: /dev/tty: ${reason(error)}`)
  }
}

/** With --trash nothing is deleted. */
function opsOf({ ops }: Survey, { trash }: ApplyFlags): ReadonlySet<Op> {
  return trash === undefined
    ? ops
    : new Set([...ops].map((op): Op => (op === 'delete' ? 'move' : op)))
}

function part(plan: Plan, { amounts }: Survey, allowed: ReadonlySet<Why>): Plan | undefined {
  const there = [...amounts].filter(([why]) => allowed.has(why)).map(([, amount]) => amount)
  if (there.length === 0) return undefined
  const count = there.reduce((sum, amount) => sum + amount.count, 0)
  const bytes = there.reduce((sum, amount) => sum + amount.bytes, 0)
  return { count, bytes, steps: () => only(plan.steps(), allowed) }
}

async function* only(batches: AsyncIterable<StepRecord[]>, allowed: ReadonlySet<Why>) {
  for await (const batch of batches) yield batch.filter(({ why }) => allowed.has(why))
}

/** A plan is read from a file in one go, which would leave signals unheard. */
async function* heeding<T>(batches: AsyncIterable<T>, interrupted: AbortSignal) {
  for await (const batch of batches) {
    await setImmediate()
    interrupted.throwIfAborted()
    yield batch
  }
}
