import t from 'tap'
import { applyPlan } from '../../lib/apply/apply-plan.js'
import { Pace } from '../../lib/apply/pace.js'
import { journaled, sessionIn } from '../helper/journaled.js'
import { Scratch, step } from '../helper/scratch.js'

/** As many steps as asked for, and the batches in which they come. */
function plan(t: ConstructorParameters<typeof Scratch>[0], ...sizes: readonly number[]) {
  const scratch = new Scratch(t)
  const keep = scratch.write('keep', 'x')
  let name = 0
  const make = () => step('delete', scratch.write(String(name++), 'x'), keep)
  const batches = sizes.map((size) => Array.from({ length: size }, make))
  const read: number[] = []
  async function* all() {
    for (const batch of batches) {
      read.push(batch.length)
      yield batch
    }
  }
  return { scratch, all, read, steps: batches.flat() }
}

// prettier-ignore
const cases: [name: string, sizes: number[], want: number[]][] = [
  ['an empty plan',              [],              []],
  ['a small one is one batch',   [1, 2, 3],       [6]],
  ['256 steps share their syncs', [256],          [256]],
  ['one more',                   [257],           [256, 1]],
  ['across what came in',        [200, 200, 200], [256, 256, 88]],
]

for (const [name, sizes, want] of cases)
  t.test(name, async (t) => {
    const { scratch, all, steps } = plan(t, ...sizes)
    const session = sessionIn(scratch)
    const batches = []
    for await (const batch of applyPlan(session, all())) batches.push(batch)
    t.strictSame(
      batches.map((batch) => batch.length),
      want,
    )
    t.strictSame(
      batches.flat().map(({ id }) => id),
      steps.map(({ id }) => id),
      'in their order',
    )
    t.strictSame(scratch.names(), ['journal', 'keep'])
    session.close()
  })

for (const sizes of [[300], [600], [300, 600]])
  t.test(`a stop ends it between two batches of ${sizes}`, async (t) => {
    const { scratch, all, read } = plan(t, ...sizes)
    const pace = new Pace()
    const session = sessionIn(scratch, {}, pace)
    const batches: number[] = []
    for await (const batch of applyPlan(session, all())) {
      batches.push(batch.length)
      pace.stop()
      if (batches.length > 1) break // it would go on for ever
    }
    t.strictSame(batches, [256])
    t.equal(read.length, 1, 'no more of the plan is read')
    t.equal(journaled(scratch).length, 512)
    session.close()
  })

t.test('signals are let in after each batch', async (t) => {
  const { scratch, all } = plan(t, 257)
  let rests = 0
  const session = { ...sessionIn(scratch), rest: async () => void rests++ }
  for await (const _ of applyPlan(session, all()));
  t.equal(rests, 2)
  session.close()
})

t.test('one that is stopped from the start does nothing', async (t) => {
  const { scratch, all } = plan(t, 1)
  const pace = new Pace()
  pace.stop()
  const session = sessionIn(scratch, {}, pace)
  for await (const _ of applyPlan(session, all())) t.fail('it did something')
  t.strictSame(journaled(scratch), [])
  session.close()
})

t.test('one that is stopped while the end of its plan is read does nothing', async (t) => {
  const { scratch, all } = plan(t, 3)
  const pace = new Pace()
  const session = sessionIn(scratch, {}, pace)
  async function* stopping() {
    yield* all()
    pace.stop()
  }
  for await (const _ of applyPlan(session, stopping())) {
    t.fail('it did something')
    break // it would go on for ever
  }
  t.strictSame(journaled(scratch), [])
  session.close()
})
