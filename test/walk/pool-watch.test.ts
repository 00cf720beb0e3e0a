import { symlinkSync } from 'node:fs'
import t from 'tap'
import { parseMounts } from '../../lib/fs/mounts.js'
import { PoolWatch, type Pool } from '../../lib/walk/pool-watch.js'

const dir = t.testdir({
  pool: { sub: { deep: {} } },
  other: {},
  one: {},
  two: { sub: { deep: {} }, subway: {}, other: {} },
})
symlinkSync('pool/sub', `${dir}/link`)
symlinkSync('one', `${dir}/alias`)
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
    const watch = new PoolWatch(
      mounts,
      crossing,
      (pool) => told.push(pool),
      () => undefined,
    )
    t.notOk(watch.isIdle)
    watch.look(operands.map((operand) => `${dir}/${operand}`))
    t.strictSame(
      told.map(({ point }) => point.path),
      want.map((pool) => `${dir}/${pool}`),
    )
  })

// Branches are `one` and `two`; `alias` is a link to `one`.
// prettier-ignore
const both: [operands: string[], crossing: boolean, refused: boolean][] = [
  [['pool', 'one'],               true,   true],
  [['one', 'pool'],               true,   true],
  [['pool', 'one'],               false,  true],
  [['pool', 'alias'],             true,   true],
  [['pool/sub', 'one'],           true,   true],
  [['pool/sub', 'two/sub'],       true,   true],
  [['pool/sub', 'two/sub/deep'],  true,   true],
  [['pool/sub/deep', 'two/sub'],  true,   true],
  [['pool/sub', 'two/subway'],    true,   false],
  [['pool/sub', 'two/other'],     true,   false],
  [['one', 'two'],                true,   false],
  [['pool', 'other'],             true,   false],
  [['pool', 'none'],              true,   false],
  [['.'],                         true,   true],
  [['.'],                         false,  false],
]

for (const [operands, crossing, refused] of both)
  t.test(`${operands} ${crossing ? '' : 'on one file system'}`, async (t) => {
    const branches = ['alias', 'two'].map((name) => `${dir}/${name}`)
    const watch = new PoolWatch(
      mounts,
      crossing,
      () => {},
      () => branches,
    )
    const walk = () => operands.forEach((operand) => watch.look([`${dir}/${operand}`]))
    refused ? t.throws(walk, { message: /^the pool ".*pool" and a branch/ }) : t.doesNotThrow(walk)
  })

t.test('without pools there is nothing to watch', async (t) => {
  t.ok(new PoolWatch([], true, () => {}).isIdle)
})
