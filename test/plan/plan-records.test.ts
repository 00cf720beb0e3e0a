import t from 'tap'
import { planPool, planRecords } from '../../lib/plan/plan-records.js'
import { policyOf, type PlanFlags } from '../../lib/plan/policy.js'
import { poolPolicy } from '../../lib/plan/pool-policy.js'
import type { Subject } from '../../lib/plan/subject.js'
import { Tally } from '../../lib/plan/tally.js'
import { group, lineOf } from '../helper/plan.js'
import type { PartialRecord } from '../../lib/record/partial.js'
import { file } from '../helper/records.js'

const subjects: Subject[] = [
  { type: 'empty', file: file('/e', { size: 0 }) },
  group([file('/a'), file('/b')]),
  {
    type: 'partial',
    file: file('/part', { size: 1 }),
    of: file('/whole'),
    bytes: 1,
    confidence: 'high',
    hints: [],
  },
]

async function planned(batches: Subject[][], flags: PlanFlags) {
  const tally = new Tally()
  const lines: string[][] = []
  async function* input() {
    yield* batches
  }
  for await (const steps of planRecords(input(), policyOf('delete', flags), tally))
    lines.push(steps.map(lineOf))
  return { lines, skipped: tally.totals.skipped }
}

// prettier-ignore
const cases: [flags: PlanFlags, want: string[], skipped: RegExp[]][] = [
  [{},                                                  ['/b -> /a'],                              [/empty/, /partial/]],
  [{ partials: true },                                  ['/part -> /whole'],                       [/empty/, /duplicates/]],
  [{ empties: true },                                   ['/e'],                                    [/duplicates/, /partial/]],
  [{ duplicates: true, partials: true, empties: true }, ['/e', '/b -> /a', '/part -> /whole'],     []],
]

for (const [flags, want, skipped] of cases)
  t.test(`classes ${Object.keys(flags).join(' ')}`, async (t) => {
    const found = await planned([subjects], flags)
    t.strictSame(found.lines, [want])
    t.match(
      found.skipped,
      skipped.map((why) => [why]),
    )
    t.equal(found.skipped.length, skipped.length)
  })

t.test('equal beginnings of a file go as partial files, or as duplicates', async (t) => {
  const [a, b] = [file('/a', { size: 1 }), file('/b', { size: 1 })]
  const one = (file: typeof a): Subject => ({ ...(subjects[2] as PartialRecord), file })
  const all = [group([a, b], { size: 1, partial: 'high' }), one(a), one(b)]
  const both = await planned([all], { duplicates: true, partials: true })
  t.strictSame(both.lines, [['/a -> /whole', '/b -> /whole']])
  t.match(both.skipped, [[/^equal beginnings of a larger file/, 2]])
  t.strictSame((await planned([all], { duplicates: true })).lines, [['/b -> /a']])
  const none = await planned([all], { partials: true })
  t.strictSame(none.lines, both.lines)
  t.match(none.skipped, [[/^duplicates, which were not asked for/, 2]])
})

t.test('a batch comes out before the next one is asked for', async (t) => {
  const pair = () => group([file('/a'), file('/b')])
  const { lines } = await planned([[pair()], [], [pair(), pair()]], {})
  t.strictSame(
    lines.map((batch) => batch.length),
    [1, 0, 2],
  )
})

t.test('what only proves others, or is not planned for, was there all the same', async (t) => {
  for (const named of ['/whole', '/a', '/e'])
    for (const plan of [planRecords, planWithPool]) {
      const policy = policyOf('delete', { partials: true, primary: [Buffer.from(named)] })
      for await (const _ of plan(one(subjects), policy, new Tally()));
      t.strictSame(policy.primary.unmet(), [], named)
    }
})

async function* one<T>(batch: T) {
  yield batch
}

const planWithPool: typeof planRecords = (batches, policy, tally) =>
  planPool(batches, poolPolicy(policy, { space: [], branches: [] }), tally)
