import { symlinkSync } from 'node:fs'
import t from 'tap'
import { parseMounts } from '../../lib/fs/mounts.js'
import { PoolWatch, type Pool } from '../../lib/walk/pool-watch.js'

const dir = t.testdir({ pool: { sub: {} }, other: {} })
symlinkSync('pool/sub', `${dir}/link`)
const mounts = parseMounts(
  `27 1 8:1 / / rw - ext4 /dev/vda\n28 27 0:39 / ${dir}/pool rw - fuse.mergerfs 1:2 rw\n` +
    `29 27 0:40 / ${dir}/other rw - fuse.sshfs x rw`,
)

// prettier-ignore
const walks: [name: string, crossing: boolean, operands: string[], told: string[]][] = [
  ['the pool itself',              true,   ['pool'],              ['pool']],
  ['a directory in it',            true,   ['pool/sub'],          ['pool']],
  ['a link into it',               true,   ['link'],              ['pool']],
  ['twice',                        true,   ['pool', 'pool/sub'],  ['pool']],
  ['what holds it',                true,   ['.'],                 ['pool']],
  ['what holds it, one system',    false,  ['.'],                 []],
  ['the pool, one system',         false,  ['pool'],              ['pool']],
  ['what is beside it',            true,   ['other'],             []],
  ['nothing that exists',          true,   ['none', 'pool'],      ['pool']],
]

for (const [name, crossing, operands, want] of walks)
  t.test(name, async (t) => {
    const told: Pool[] = []
    const watch = new PoolWatch(mounts, crossing, (pool) => told.push(pool))
    t.notOk(watch.isDone)
    for (const operand of operands) watch.look(`${dir}/${operand}`)
    t.strictSame(
      told.map(({ point }) => point.path),
      want.map((pool) => `${dir}/${pool}`),
    )
    t.equal(watch.isDone, want.length > 0)
  })

t.test('without pools there is nothing to watch', async (t) => {
  t.ok(new PoolWatch([], true, () => {}).isDone)
})
