import t from 'tap'
import { survey } from '../../lib/cli/ask-survey.js'
import { UsageError } from '../../lib/cli/exit.js'
import type { StepRecord, Why } from '../../lib/record/step.js'
import { file } from '../helper/records.js'
import { step } from '../helper/scratch.js'

async function* of(...batches: StepRecord[][]) {
  yield* batches
}

const [a, b, k] = [file('/a', { size: 3 }), file('/b', { size: 4 }), file('/k', { size: 9 })]

t.test('ops, and steps and bytes for each reason', async (t) => {
  const steps = [
    [step('delete', a, k), step('hardlink', b, k)],
    [step('delete', a, k, { why: 'partial' }), step('delete', file('/e', { size: 0 }))],
  ]
  const { ops, amounts } = await survey(of(...steps))
  t.strictSame([...ops], ['delete', 'hardlink'])
  t.strictSame(Object.fromEntries(amounts), {
    duplicate: { count: 2, bytes: 7 },
    partial: { count: 1, bytes: 3 },
    empty: { count: 1, bytes: 0 },
  })
})

for (const why of ['undo', 'lost'] satisfies Why[])
  t.test(`${why} is nothing to ask about`, async (t) => {
    const steps = of([step('delete', a, k)], [step('move', b, k, { why, id: 'x7' })])
    const want = new UsageError('--ask: step x7 is to bring back a file: leave --ask out')
    await t.rejects(survey(steps), want)
  })
