// A slice of test/sweep/kill-pool.test.ts: dd-apply, killed while it works on a real pool, and told to
// go on, or to take back what is unfinished; then all is taken back.
import t from 'tap'
import { noNative } from '../helper/native.js'
import { withOwnMounts } from '../helper/own-mounts.js'
import { Pool } from '../helper/pool.js'
import { POOL_KILLS, poolKills } from '../helper/pool-kills.js'
import { cannotTrace } from '../helper/strace.js'

withOwnMounts(t, import.meta.filename, ['mergerfs', 'mkfs.ext4', 'mkfs.btrfs', 'getfattr'], () => {
  const pool = new Pool(t, { d1: ['ext4', 32], d2: ['btrfs', 128], d3: ['ext4', 32] })
  for (const [i, [what, plain]] of POOL_KILLS.entries())
    t.test(
      `kill -9: ${what}${plain ? ', without koffi' : ''}`,
      { skip: cannotTrace() || (!plain && noNative) },
      async (t) => {
        const { cases, wrong } = await poolKills(pool, what, plain, { every: 23, from: 7 * i + 3 })
        t.strictSame(wrong.slice(0, 20), [], `${cases} cases`)
        t.ok(cases > 0, 'it was killed')
      },
    )
})
