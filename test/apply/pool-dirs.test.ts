import { chmodSync, chownSync, mkdirSync, renameSync, statSync, utimesSync } from 'node:fs'
import t from 'tap'
import {
  cloneable,
  makeDirs,
  missingDirs,
  removeMade,
  setTimesLast,
} from '../../lib/apply/pool-dirs.js'
import type { Disk } from '../../lib/fs/disk.js'
import { fails, runOn } from '../helper/apply-run.js'
import { TEMP } from '../helper/pair.js'
import { NAMES, poolPair, type Deed } from '../helper/pool-pair.js'
import type { Scratch } from '../helper/scratch.js'

const isRoot = process.getuid?.() === 0

function dress(scratch: Scratch): void {
  chmodSync(scratch.at('b/s'), 0o2711)
  chmodSync(scratch.at('b/s/t'), 0o1770)
  if (isRoot) chownSync(scratch.at('b/s/t'), 1000, 2000)
  for (const name of ['b/s/t', 'b/s']) utimesSync(scratch.at(name), 7, 7.5)
}

/** Mode, owner and time of a directory. */
const looks = (scratch: Scratch, name: string) => {
  const { mode, uid, gid, mtimeNs } = statSync(scratch.at(name), { bigint: true })
  return { mode, uid, gid, mtimeNs }
}

t.test('directories are made like those that the pool shows', async (t) => {
  const { scratch, link } = poolPair(t)
  dress(scratch)
  const run = runOn()
  t.teardown(() => run.dirs.closeAll())
  const { dir, made } = makeDirs(run, link, TEMP)
  t.equal(String(dir.path), `${scratch.root}/a/s/t`)
  t.equal(made.length, 2)
  scratch.write('a/s/t/d')
  setTimesLast(run, made)
  for (const name of ['s', 's/t'])
    t.strictSame(looks(scratch, `a/${name}`), looks(scratch, `b/${name}`))
  t.strictSame(makeDirs(run, link, TEMP), { dir, made: [] }, 'a second time they are there')
})

t.test('the first branch that has it is the one to look like', async (t) => {
  const { scratch, link } = poolPair(t)
  dress(scratch)
  mkdirSync(scratch.at('a/s'), 0o750)
  mkdirSync(scratch.at('c/s/t'), { recursive: true })
  const run = runOn()
  t.teardown(() => run.dirs.closeAll())
  makeDirs(run, link, TEMP)
  t.equal(Number(looks(scratch, 'a/s').mode) & 0o7777, 0o750, 'what is there stays')
  t.equal(looks(scratch, 'a/s/t').mode, looks(scratch, 'b/s/t').mode)
})

t.test('so many are missing', async (t) => {
  const { scratch, link } = poolPair(t)
  const run = runOn()
  t.teardown(() => run.dirs.closeAll())
  const { count, above } = missingDirs(run, link)
  t.strictSame([count, String(above.path)], [2, `${scratch.root}/a`])
  mkdirSync(scratch.at('a/s'))
  t.equal(missingDirs(run, link).count, 1)
})

t.test('made ones are durable, and so are their names', async (t) => {
  const { scratch, link } = poolPair(t)
  const synced: bigint[] = []
  const run = runOn({ sync: (fd) => void synced.push(run.disk.fstat(fd).ino) })
  t.teardown(() => run.dirs.closeAll())
  makeDirs(run, link, TEMP)
  const [s, above, below] = ['a/s', 'a', 'a/s/t'].map((name) => scratch.stat(name).ino)
  t.strictSame(synced, [s, above, below, s])
  synced.length = 0
  removeMade(run, link, 2, TEMP)
  t.strictSame(synced, [s, above])
})

// prettier-ignore
const obstacles: [name: string, deed: Deed, want: { code: string }][] = [
  ['a file is in the way',          (s) => s.write('a/s', 'x'),                        { code: 'ENOTDIR' }],
  ['the branch is gone',            (s) => renameSync(s.at('a'), s.at('elsewhere')),   { code: 'ENOENT' }],
  ['no branch has the directory',   (s) => renameSync(s.at('b/s'), s.at('b/z')),       { code: 'gone' }],
]

for (const [name, deed, want] of obstacles)
  t.test(`no directory is made: ${name}`, async (t) => {
    const { scratch, link } = poolPair(t)
    deed(scratch)
    const names = scratch.names()
    const run = runOn()
    t.teardown(() => run.dirs.closeAll())
    t.throws(() => makeDirs(run, link, TEMP), want)
    t.strictSame(scratch.names(), names)
  })

t.test('attributes that the file system does not take', async (t) => {
  const { scratch, link } = poolPair(t)
  const like = scratch.stat('b/s').ino
  const xattrs: Disk['xattrs'] = (fd) =>
    run.disk.fstat(fd).ino === like ? '[["user.a","YQ=="]]' : '[]'
  const run = runOn({ xattrs, setMetadata: () => {} })
  t.teardown(() => run.dirs.closeAll())
  t.throws(() => makeDirs(run, link, TEMP), { code: 'metadata', message: /cannot be set/ })
})

for (const [code, stays] of [
  ['ENOTEMPTY', true],
  ['EEXIST', true],
  ['ENOTDIR', true],
  ['EIO', false],
] as const)
  // prettier-ignore
  t.test(`what cannot be removed, ${code}`, async (t) => {
    const { link } = poolPair(t)
    const run = runOn({ rmdir: fails(code) })
    t.teardown(() => run.dirs.closeAll())
    makeDirs(run, link, TEMP)
    if (stays) t.doesNotThrow(() => removeMade(run, link, 2, TEMP))
    else t.throws(() => removeMade(run, link, 2, TEMP), { code })
  })

// After so many calls it fails: what was made goes.
for (const call of ['mkdir', 'setMetadata', 'rename'] as const)
  for (const after of [0, 1])
    t.test(`${call} fails after ${after}: what was made is removed`, async (t) => {
      const { scratch, link } = poolPair(t)
      const real = runOn().disk
      let n = 0
      const fake = (...args: never[]) =>
        n++ < after ? (real[call] as (...args: never[]) => void)(...args) : fails('ENOSPC')()
      const run = runOn({ [call]: fake })
      t.teardown(() => run.dirs.closeAll())
      t.throws(() => makeDirs(run, link, TEMP), { code: 'ENOSPC' })
      removeMade(runOn(), link, 2, TEMP)
      t.strictSame(scratch.names(), NAMES)
    })

t.test('not more is removed than was made, and nothing that is in use', async (t) => {
  const { scratch, link } = poolPair(t)
  const run = runOn()
  t.teardown(() => run.dirs.closeAll())
  makeDirs(run, link, TEMP)
  removeMade(run, link, 1, TEMP)
  t.strictSame([scratch.exists('a/s'), scratch.exists('a/s/t')], [true, false])
  makeDirs(run, link, TEMP)
  t.ok(scratch.exists('a/s/t'), 'the one that was removed is not taken for there')
  scratch.write('a/s/x')
  removeMade(run, link, 9, TEMP)
  t.strictSame([scratch.exists('a/s/x'), scratch.exists('a/s/t')], [true, false])
  for (const name of ['a/s/x', 'a/k']) scratch.remove(name)
  removeMade(run, link, 9, TEMP)
  t.strictSame(
    [scratch.exists('a/s'), scratch.exists('a')],
    [false, true],
    'the branch itself stays',
  )
})

// prettier-ignore
const xattrs: [name: string, all: [string, string][], want: string[]][] = [
  ['none',                 [],                                                     []],
  ['of users',             [['user.a', 'YQ==']],                                   ['user.a']],
  ['ACLs',                 [['system.posix_acl_access', 'AA=='], ['system.posix_acl_default', 'AA==']], ['system.posix_acl_access', 'system.posix_acl_default']],
  ['of the system',        [['security.selinux', 'AA=='], ['trusted.a', 'AA==']],  ['security.selinux', 'trusted.a']],
  ['of one file system',   [['btrfs.compression', 'AA=='], ['system.nfs4_acl', 'AA=='], ['users.a', 'AA==']], []],
]

for (const [name, all, want] of xattrs)
  t.test(`attributes that go along: ${name}`, async (t) => {
    const run = runOn({ xattrs: () => JSON.stringify(all) })
    const pairs: [string, string][] = JSON.parse(cloneable(run, { fd: 0, path: Buffer.from('/') }))
    t.strictSame(
      pairs.map(([name]) => name),
      want,
    )
  })

t.test('what cannot be read cannot be cloned', async (t) => {
  const run = runOn({ xattrs: () => undefined })
  const read = () => cloneable(run, { fd: 0, path: Buffer.from('/') })
  t.throws(read, { code: 'metadata', message: /install koffi, or getfattr and setfattr/ })
})
