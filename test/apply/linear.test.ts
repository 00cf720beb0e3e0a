// The work grows with the number of steps on one keeper, and not with its square: operations are counted.
import t, { type Test } from 'tap'
import { linear } from '../helper/counted-work.js'
import { openAppend } from '../../lib/fs/append-file.js'
import { realDisk } from '../../lib/fs/real-disk.js'
import { readRows } from '../../lib/apply/journal.js'
import { Pace } from '../../lib/apply/pace.js'
import { runPlan } from '../../lib/apply/run-plan.js'
import { undoSteps } from '../../lib/apply/undo-steps.js'
import type { Op, StepRecord } from '../../lib/record/step.js'
import { lines, Scratch, step } from '../helper/scratch.js'

const N = 150

/** A plan for so many copies of one file. */
function made(t: Test, op: Op, n: number) {
  const scratch = new Scratch(t)
  const keep = scratch.write('keep', 'x')
  const copies = Array.from({ length: n }, (_, i) => scratch.write(`d${i % 7}/${i}`, 'x'))
  const to = (i: number) => (op === 'move' ? { to: `${scratch.root}/to/${i}` } : {})
  return { scratch, steps: copies.map((copy, i) => step(op, copy, keep, to(i))) }
}

async function run(steps: readonly StepRecord[], journal: string | undefined): Promise<number> {
  async function* input() {
    yield Buffer.from(lines(...steps))
  }
  const wishes = {
    verify: 'bytes',
    minAgeMs: 0,
    allowTmpfs: true,
    journal,
    trash: undefined,
  } as const
  let done = 0
  for await (const batch of runPlan(input(), wishes, new Pace(), {
    onAgain() {},
    onPlan() {},
    onLimit() {},
  }))
    done += batch.filter(({ status }) => status === 'done').length
  return done
}

for (const op of ['delete', 'hardlink', 'symlink', 'move'] as const) {
  t.test(`a dry run: ${op}`, async (t) => {
    const steps = new Map([N, 2 * N].map((n) => [n, made(t, op, n).steps]))
    await linear(t, (n) => run(steps.get(n)!, undefined), N)
  })

  t.test(`a run, and the undo of it: ${op}`, async (t) => {
    const journals = new Map<number, string>()
    const plans = [2 * N, N, 2 * N].map((n) => made(t, op, n))
    await linear(t, async (n) => {
      const { scratch, steps } = plans.shift()!
      const journal = String(scratch.at('journal'))
      t.equal(await run(steps, journal), n)
      journals.set(n, journal)
    }, N) // prettier-ignore
    await linear(t, (n) => {
      const file = openAppend(journals.get(n)!, false)
      t.equal(undoSteps(readRows(file, false), realDisk(), ({ cause }) => t.fail(String(cause))).length, n)
      file.close()
    }, N) // prettier-ignore
  })
}
