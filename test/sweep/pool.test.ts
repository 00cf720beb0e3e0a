// Pools mounted in every way: which policy, modes of both branches, order, spelling of the input;
// link-exdev and inodecalc, which only matter to what is read through the pool, take turns.
import t from 'tap'
import { withOwnMounts } from '../helper/own-mounts.js'
import { Pool } from '../helper/pool.js'
import { allCases, playCase, titleOf } from '../helper/pool-matrix.js'

withOwnMounts(t, import.meta.filename, ['mergerfs', 'mkfs.ext4', 'mkfs.btrfs', 'getfattr'], () => {
  const pool = new Pool(t)
  for (const one of allCases()) t.test(titleOf(one), (t) => playCase(t, pool, one))
})
