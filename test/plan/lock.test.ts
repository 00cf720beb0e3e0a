import t from 'tap'
import { lockOf } from '../../lib/plan/lock.js'
import { policyOf, type PlanFlags } from '../../lib/plan/policy.js'
import { paths } from '../helper/plan.js'

const primary = paths('/keep')
const within = paths('/dl')

// prettier-ignore
const cases: [path: string, flags: PlanFlags, free: boolean][] = [
  ['/x',         {},                                 true],
  ['/keep/x',    { primary },                        false],
  ['/keeper/x',  { primary },                        true],
  ['/keep/x',    { primary, touchPrimary: true },    true],
  ['/x',         { within },                         false],
  ['/dl/x',      { within },                         true],
  ['/dlx/x',     { within },                         false],
  ['/dl/x',      { within, primary: paths('/dl') },  false],
]

for (const [path, flags, free] of cases)
  t.test(`${path} with ${JSON.stringify(Object.keys(flags))}`, async (t) => {
    t.equal(lockOf(Buffer.from(path), policyOf('delete', flags)), free ? undefined : 'protected')
  })

t.test('both are asked: neither is called mistyped because of the other', async (t) => {
  const policy = policyOf('delete', { primary: paths('/dl/keep'), within })
  lockOf(Buffer.from('/dl/keep/x'), policy)
  t.strictSame([...policy.primary.unmet(), ...policy.within.unmet()], [])
})
