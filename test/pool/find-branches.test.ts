import { mkdirSync, symlinkSync } from 'node:fs'
import t from 'tap'
import { parseMounts } from '../../lib/fs/mounts.js'
import { findBranches, real, type PoolFlags } from '../../lib/pool/find-branches.js'

const dir = t.testdir({ root: { b: {}, a: {}, file: 'x' }, empty: {}, pool: {} })
symlinkSync('../empty', `${dir}/root/link`)
symlinkSync('nowhere', `${dir}/root/dangling`)
mkdirSync(Buffer.from(`${dir}/root/\xff`, 'latin1'))
const mounts = parseMounts(
  `28 27 0:39 / ${dir}/pool rw - fuse.mergerfs 1:2 rw\n29 27 0:40 / ${dir}/empty rw - ext4 x rw`,
)
const path = (name: string) => Buffer.from(`${dir}/${name}`)

// prettier-ignore
const cases: [name: string, flags: PoolFlags, want: string[] | RegExp][] = [
  ['as they are named',            { branch: [path('root/b'), path('root/a')] },       ['root/b', 'root/a']],
  ['the directories of one',       { poolRoot: path('root') },                         ['root/a', 'root/b', 'root/link', 'root/\xff']],
  ['with a slash at its end',      { poolRoot: path('root/') },                        ['root/a', 'root/b', 'root/link', 'root/\xff']],
  ['one without any',              { poolRoot: path('empty') },                        []],
  ['one that is not there',        { poolRoot: path('none') },                         /none": no such file or directory/],
  ['one that is a file',           { poolRoot: path('root/file') },                    /file": not a directory/],
  ['no pool',                      { pool: path('root') },                             /no mergerfs pool is mounted on ".*root"/],
  ['another mount',                { pool: path('empty') },                            /no mergerfs pool is mounted on/],
  ['a pool that is not there',     { pool: path('none') },                             /none": no such file or directory/],
  ['a pool that does not tell',    { pool: path('pool') },                             /does not tell its branches: name them with --branch/],
  ['not named at all',             {},                                                 /say where the branches are, in one way/],
  ['in two ways',                  { pool: path('pool'), poolRoot: path('root') },     /say where the branches are, in one way/],
  ['in all three',                 { pool: path('pool'), poolRoot: path('root'), branch: [] }, /in one way/],
]

for (const [name, flags, want] of cases)
  t.test(`branches: ${name}`, async (t) => {
    const find = () => findBranches(flags, mounts)
    if (want instanceof RegExp) t.throws(find, { message: want })
    else
      t.strictSame(
        find(),
        want.map((name) => `${dir}/${name}`),
      )
  })

t.test('without symlinks', async (t) => {
  t.equal(real(path('root/link')), `${dir}/empty`)
  t.throws(() => real(path('root/dangling')), { message: /no such file or directory$/ })
})
