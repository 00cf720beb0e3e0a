import t from 'tap'
import { objection, policyOf, type PlanFlags, type PlanOp } from '../../lib/plan/policy.js'
import { paths } from '../helper/plan.js'

const to = Buffer.from('/t')
const primary = paths('/p')

// prettier-ignore
const cases: [op: PlanOp, flags: PlanFlags, want: RegExp | undefined][] = [
  ['delete',   {},                                      undefined],
  ['move',     {},                                      /--to DIR/],
  ['move',     { to },                                  undefined],
  ['delete',   { to },                                  /goes with move/],
  ['delete',   { onDevices: true },                     /--copies/],
  ['delete',   { onDevices: true, copies: 1 },          /at least 2/],
  ['delete',   { onDevices: true, copies: 2 },          undefined],
  ['delete',   { touchPrimary: true },                  /needs --primary/],
  ['delete',   { touchPrimary: true, primary },         undefined],
  ['delete',   { lowConfidence: true },                 /needs --partials/],
  ['delete',   { lowConfidence: true, empties: true },  /needs --partials/],
  ['delete',   { lowConfidence: true, partials: true }, undefined],
]

for (const [op, flags, want] of cases)
  t.test(`${op} ${Object.keys(flags).join(' ')}`, async (t) => {
    const found = objection(op, flags)
    want === undefined ? t.equal(found, undefined) : t.match(found, want)
  })

// prettier-ignore
const classes: [flags: PlanFlags, want: string][] = [
  [{},                                                   'duplicates'],
  [{ duplicates: true },                                 'duplicates'],
  [{ partials: true },                                   'partials'],
  [{ empties: true },                                    'empties'],
  [{ partials: true, empties: true },                    'partials empties'],
  [{ duplicates: true, partials: true, empties: true },  'duplicates partials empties'],
]

for (const [flags, want] of classes)
  t.test(`classes with ${JSON.stringify(flags)}`, async (t) => {
    const policy = policyOf('delete', flags)
    const found = (['duplicates', 'partials', 'empties'] as const).filter((name) => policy[name])
    t.equal(found.join(' '), want)
  })

t.test('defaults', async (t) => {
  const { order, primary, within, isStacked: _, ...rest } = policyOf('delete', {})
  t.strictSame([primary.isEmpty, within.isEmpty], [true, true])
  t.strictSame(rest, {
    op: 'delete',
    isOrdered: false,
    touchPrimary: false,
    copies: 1,
    onDevices: false,
    isolate: false,
    metadata: 'require',
    duplicates: true,
    partials: false,
    empties: false,
    lowConfidence: false,
  })
})
