import t from 'tap'
import { poolView } from '../../lib/pool/pool-view.js'
import { withOwnMounts } from '../helper/own-mounts.js'
import { Pool } from '../helper/pool.js'

withOwnMounts(t, import.meta.filename, ['mergerfs', 'mkfs.ext4'], () => {
  const pool = new Pool(t, { d1: ['ext4', 8], d2: ['ext4', 8], d3: ['ext4', 8] })
  const disk = (name: string) => Buffer.from(pool.disk(name))

  t.test('what dd-plan needs of a pool', async (t) => {
    pool.plant({ 'd1/x': 'x', 'd2/x': 'x', 'd3/x': 'x' })
    pool.mount({ modes: { d2: 'NC' }, order: ['d2', 'd1', 'd3'] })
    const view = poolView({ branch: [disk('d1'), disk('d2')] })
    t.match(view.space, [
      { root: pool.disk('d2'), mode: 'NC', minFree: 0 },
      { root: pool.disk('d1'), mode: 'RW', minFree: 0 },
    ])
    t.strictSame(
      view.branches,
      ['d2', 'd1', 'd3'].map((name) => ({ path: pool.disk(name) })),
      'a branch that is not worked on can still hide a name',
    )
    t.strictSame(
      view.spread(Buffer.from(`${pool.at}/x`)).map(String),
      ['d2', 'd1'].map((name) => `${pool.disk(name)}/x`),
    )
    t.match(
      view.warnings.join('\n'),
      /the pool has a branch ".*d3", too: nothing there will change/,
    )
  })
})
