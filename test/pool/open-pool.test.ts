import { mkdirSync, symlinkSync } from 'node:fs'
import t from 'tap'
import { openPool } from '../../lib/pool/open-pool.js'
import type { PoolFlags } from '../../lib/pool/find-branches.js'
import { withOwnMounts } from '../helper/own-mounts.js'
import { Pool, type Mounting } from '../helper/pool.js'

withOwnMounts(t, import.meta.filename, ['mergerfs', 'mkfs.ext4'], () => {
  const pool = new Pool(t, { d1: ['ext4', 8], d2: ['ext4', 8], d3: ['ext4', 8] })
  pool.plant({ 'd1/x': 'x', 'd2/x': 'x', 'd3/x': 'x' })
  mkdirSync(`${pool.base}/unmounted`)
  symlinkSync('disks/d2', `${pool.base}/link`)
  symlinkSync('pool', `${pool.base}/alias`)
  const path = (name: string) => Buffer.from(`${pool.base}/${name}`)
  const byMount: PoolFlags = { pool: path('pool') }
  const byRoot: PoolFlags = { poolRoot: path('disks') }
  const some = (...names: string[]): PoolFlags => ({
    branch: names.map((name) => path(`disks/${name}`)),
  })

  // Branches in order, with their modes, and least free space in MiB; then all that may hide a name.
  // prettier-ignore
  const cases: [name: string, mounting: Mounting | undefined, flags: PoolFlags, want: string, all: string, point?: string][] = [
    ['by its mount',           {},                                                  byMount,            'd1 RW 0, d2 RW 0, d3 RW 0', 'd1 d2 d3', 'pool'],
    ['by a link to its mount', {},                                                  { pool: path('alias') }, 'd1 RW 0, d2 RW 0, d3 RW 0', 'd1 d2 d3', 'pool'],
    ['in its order',           { order: ['d3', 'd1', 'd2'] },                       byMount,            'd3 RW 0, d1 RW 0, d2 RW 0', 'd3 d1 d2', 'pool'],
    ['by --pool-root, too',    { order: ['d3', 'd1', 'd2'] },                       byRoot,             'd3 RW 0, d1 RW 0, d2 RW 0', 'd3 d1 d2', 'pool'],
    ['by --branch, too',       { order: ['d3', 'd1', 'd2'] },                       some('d1', 'd2', 'd3'), 'd3 RW 0, d1 RW 0, d2 RW 0', 'd3 d1 d2', 'pool'],
    ['its modes',              { modes: { d1: 'NC', d2: 'RO', d3: 'ro' } },         byMount,            'd1 NC 0, d2 RO 0, d3 RO 0', 'd1 d2 d3', 'pool'],
    ['its least free space',   { options: { minfreespace: '3M' } },                 byMount,            'd1 RW 3, d2 RW 3, d3 RW 3', 'd1 d2 d3', 'pool'],
    ['some of its branches',   {},                                                  some('d3', 'd1'),   'd1 RW 0, d3 RW 0', 'd1 d2 d3', 'pool'],
    ['one it does not have',   { order: ['d3', 'd1'] },                             byRoot,             'd3 RW 0, d1 RW 0, d2 RW 0', 'd3 d1 d2', 'pool'],
    ['not mounted',            undefined,                                           some('d3', 'd1'),   'd3 RW 0, d1 RW 0', 'd3 d1'],
  ]

  for (const [name, mounting, flags, want, all, point] of cases)
    t.test(`a pool: ${name}`, async (t) => {
      pool.unmount()
      if (mounting) pool.mount(mounting)
      const opened = openPool(flags)
      const short = (bytes: Buffer) => String(bytes).split('/').at(-1)
      const branches = opened.branches.map(
        ({ path, mode, minFree }) => `${short(path)} ${mode} ${minFree / 2 ** 20}`,
      )
      t.equal(branches.join(', '), want)
      t.equal(opened.all.map(short).join(' '), all)
      t.equal(opened.point && short(opened.point), point)
      for (const { free } of opened.branches) t.ok(free > 2 ** 20 && free < 8 * 2 ** 20)
    })

  t.test('a branch by a symlink is the one that the pool has', async (t) => {
    pool.mount({ modes: { d2: 'NC' } })
    const { branches } = openPool({ branch: [path('disks/d1'), path('link')] })
    t.match(branches[1], { path: path('link'), real: path('disks/d2'), mode: 'NC' })
  })

  // prettier-ignore
  const refused: [name: string, options: Mounting, flags: PoolFlags, says: RegExp][] = [
    ['reads nothing',         { options: { nullrw: 'true' } },      byMount,                             /nullrw=true: all of its files read as equal/],
    ['also by its branches',  { options: { nullrw: 'true' } },      byRoot,                              /nullrw=true/],
    ['is its own branch',     {},                                   { branch: [path('disks/d1'), path('pool')] }, /is a pool itself, or in one/],
  ]

  for (const [name, mounting, flags, says] of refused)
    t.test(`a pool that ${name} is refused`, async (t) => {
      pool.mount(mounting)
      t.throws(() => openPool(flags), { message: says })
    })
})
