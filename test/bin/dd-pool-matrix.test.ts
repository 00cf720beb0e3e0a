// Pools mounted in many ways: a pair of each two of them at least. All: test/sweep/pool.test.ts.
import t from 'tap'
import { withOwnMounts } from '../helper/own-mounts.js'
import { Pool } from '../helper/pool.js'
import { playCase, titleOf } from '../helper/pool-matrix.js'

withOwnMounts(t, import.meta.filename, ['mergerfs', 'mkfs.ext4', 'mkfs.btrfs', 'getfattr'], () => {
  const pool = new Pool(t)
  for (const spelling of ['pool','branches']) for (const [file, keep] of [['RW','RW'],['RO','RW'],['RW','RO']] as const) {
  const one = { policy: 'mfs', file, keep, order: 'd1 d2 d3 d4', exdev: 'passthrough', ino: 'hybrid-hash', spelling }
  t.test(titleOf(one), (t) => playCase(t, pool, one))
  }
})
