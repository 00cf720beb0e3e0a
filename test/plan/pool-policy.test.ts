import t from 'tap'
import { policyOf } from '../../lib/plan/policy.js'
import { poolPolicy } from '../../lib/plan/pool-policy.js'
import { branches, onBranch } from '../helper/pool-plan.js'

t.test('a policy, and the pool it is for', async (t) => {
  const policy = policyOf('pool-link', { keep: ['oldest'] })
  const view = { space: branches({ '/b': { mode: 'RO' } }), branches: [{ path: '/a' }] }
  const pool = poolPolicy(policy, view, 7n)
  t.match(pool, { policy, branches: view.branches, endedNs: 7n })
  t.ok(pool.space.isReadOnly(onBranch('/b', 'x')))
  t.equal(poolPolicy(policy, view).endedNs, undefined)
})
