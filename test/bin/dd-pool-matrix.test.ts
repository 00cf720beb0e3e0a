// Pools mounted in many ways, a selection: every value, and most pairs. All: test/sweep/pool.test.ts.
import t from 'tap'
import { withOwnMounts } from '../helper/own-mounts.js'
import { Pool } from '../helper/pool.js'
import { playCase, titleOf, type Case } from '../helper/pool-matrix.js'

// prettier-ignore
const rows: [policy: string, file: Case['file'], keep: Case['keep'], order: string, exdev: string, ino: string, spelling: Case['spelling']][] = [
  ['mfs',                   'RW', 'RW', 'd1 d2 d3 d4', 'passthrough',       'hybrid-hash',   'pool'],
  ['pfrd',                  'RW', 'NC', 'd3 d2 d1',    'rel-symlink',       'path-hash',     'pool'],
  ['epmfs',                 'NC', 'RW', 'd2 d4 d1 d3', 'abs-base-symlink',  'passthrough',   'pool'],
  ['epmfs ignorepponrename','NC', 'NC', 'd3 d2 d1',    'abs-pool-symlink',  'devino-hash',   'pool'],
  ['pfrd',                  'RO', 'RW', 'd1 d2 d3 d4', 'abs-base-symlink',  'hybrid-hash32', 'pool'],
  ['epmfs',                 'ro', 'RW', 'd3 d2 d1',    'passthrough',       'path-hash',     'pool'],
  ['mfs',                   'RO', 'NC', 'd2 d4 d1 d3', 'rel-symlink',       'hybrid-hash',   'pool'],
  ['epmfs ignorepponrename','RW', 'RO', 'd1 d2 d3 d4', 'passthrough',       'passthrough',   'pool'],
  ['mfs',                   'NC', 'ro', 'd3 d2 d1',    'abs-pool-symlink',  'hybrid-hash32', 'pool'],
  ['epmfs',                 'RW', 'RW', 'd1 d2 d3 d4', 'rel-symlink',       'devino-hash',   'branches'],
  ['mfs',                   'RW', 'NC', 'd2 d4 d1 d3', 'abs-pool-symlink',  'passthrough',   'branches'],
  ['pfrd',                  'NC', 'RW', 'd3 d2 d1',    'passthrough',       'hybrid-hash',   'branches'],
  ['epmfs ignorepponrename','ro', 'RW', 'd2 d4 d1 d3', 'abs-base-symlink',  'path-hash',     'branches'],
  ['mfs',                   'RO', 'RO', 'd3 d2 d1',    'rel-symlink',       'devino-hash',   'branches'],
  ['pfrd',                  'RW', 'ro', 'd1 d2 d3 d4', 'abs-pool-symlink',  'hybrid-hash',   'branches'],
]

withOwnMounts(t, import.meta.filename, ['mergerfs', 'mkfs.ext4', 'mkfs.btrfs', 'getfattr'], () => {
  const pool = new Pool(t)
  for (const [policy, file, keep, order, exdev, ino, spelling] of rows) {
    const one = { policy, file, keep, order, exdev, ino, spelling }
    t.test(titleOf(one), (t) => playCase(t, pool, one))
  }
})
