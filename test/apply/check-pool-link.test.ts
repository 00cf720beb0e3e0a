import { closeSync, mkdirSync, openSync } from 'node:fs'
import t from 'tap'
import { checkPoolLink } from '../../lib/apply/check-pool-link.js'
import { blake3 } from '../../lib/digest/blake3.js'
import type { Disk } from '../../lib/fs/disk.js'
import { realDisk } from '../../lib/fs/real-disk.js'
import { before, errno, fixedDir, runOn } from '../helper/apply-run.js'
import { noNative } from '../helper/native.js'
import { CONTENT, NAMES, poolPair, symlink, type Deed } from '../helper/pool-pair.js'

const disk = realDisk()
const OTHER = 'THE SAME CONTENT'
const none: Deed = () => {}
const gone: Deed = (s) => s.remove('b/s/t/d')
const done: Deed = (s) => [gone(s), s.write('a/s/t/x'), s.link('a/s/t/d', 'a/k')]

// `made`: so many directories are to be made; undefined: what stands there will do. Or why not.
// prettier-ignore
const cases: [name: string, deed: Deed, made: number | undefined | RegExp, dry?: RegExp | number][] = [
  ['nothing there',                        none,                                   2],
  ['one directory there',                  (s) => mkdirSync(s.at('a/s')),          1],
  ['both there',                           (s) => mkdirSync(s.at('a/s/t'), { recursive: true }), 0],
  ['a link of the keeper there',           (s) => [s.write('a/s/t/x'), s.link('a/s/t/d', 'a/k')], undefined],
  ['a file of its content there',          (s) => s.write('a/s/t/d', CONTENT),     undefined],
  ['another file there',                   (s) => s.write('a/s/t/d', OTHER),       /another file has its name on the branch ".*\/a"/, NaN],
  ['a larger one',                         (s) => s.write('a/s/t/d', 'x'.repeat(99)), /another file has its name on the branch/, /another file/],
  ['one on a third branch',                (s) => s.write('c/s/t/d', OTHER),       /another file has its name on the branch ".*\/c"/, 2],
  ['its content on a third branch',        (s) => s.write('c/s/t/d', CONTENT),     2],
  ['a symlink on a third branch',          (s) => [s.write('c/s/t/x'), symlink('c/s/t/d', '/')(s)], /another file has its name/, /another file/],
  ['one as long as the file',              (s) => [s.write('c/s/t/x'), symlink('c/s/t/d', '/sixteen/letters')(s)], /another file has its name/, /another file/],
  ['a file where a directory must be',     (s) => s.write('a/s', 'x'),             /on the branch ".*\/a" no directory stands where one must be/, /no directory stands/],
  ['a symlink where a directory must be',  symlink('a/s', '/tmp'),                 /no directory stands where one must be/, /no directory stands/],
  ['the file has another name',            (s) => s.link('b/x', 'b/s/t/d'),        /got another name since it was planned/, /got another name/],
  ['the file is another',                  (s) => s.write('b/s/t/d', OTHER, 7),    /the file changed since it was planned/, /changed/],
  ['the keeper is another',                (s) => s.write('a/k', OTHER, 7),        /the keeper changed since it was planned/, /changed/],
  ['a branch is empty',                    (s) => s.remove('c/other'),             /the branch ".*\/c" is empty: is its disk not mounted/],
  ['the file is gone',                     gone,                                   /the file is gone/],
  ['and a link of the keeper there',       done,                                   /is a hard link of the keeper already/],
  ['and another file there',               (s) => [gone(s), s.write('a/s/t/d', CONTENT)], /the file is gone/],
  ['and the keeper is, too',               (s) => [done(s), s.remove('a/k')],      /the keeper is gone/],
]

for (const [name, deed, made, dry = made] of cases)
  for (const read of [true, false])
    t.test(`${name}${read ? '' : ', in a dry run'}`, async (t) => {
      const { scratch, step } = poolPair(t)
      deed(scratch)
      const before = scratch.names()
      const run = runOn()
      t.teardown(() => run.dirs.closeAll())
      const want = read ? made : dry
      const checked = checkPoolLink(run, step, read)
      if (want instanceof RegExp) await t.rejects(checked, { message: want })
      else t.equal((await checked).made, Number.isNaN(want) ? undefined : want)
      t.strictSame(scratch.names(), before, 'nothing was changed')
    })

t.test('a step without branches is refused', async (t) => {
  const { step, scratch } = poolPair(t)
  const { branches: _, ...rest } = step
  await t.rejects(checkPoolLink(runOn(), rest), { code: 'unknown' })
  t.strictSame(scratch.names(), NAMES)
})

// A name that an interrupted run took away.
// prettier-ignore
const lost: [name: string, deed: Deed, made: number | RegExp][] = [
  ['as planned',                  gone,                                             2],
  ['its keeper has other names',  (s) => [gone(s), s.link('a/k2', 'a/k')],          2],
  ['it is back',                  none,                                             /there is a file of that name/],
  ['its keeper was touched',      (s) => [gone(s), s.write('a/k', CONTENT, 7)],     /the keeper changed since it was planned/],
  ['its keeper is gone',          (s) => [gone(s), s.remove('a/k'), s.write('a/x')], /the keeper is gone/],
]

for (const [name, deed, made] of lost)
  for (const read of [true, false])
    t.test(`a lost name: ${name}${read ? '' : ', in a dry run'}`, async (t) => {
      const { scratch, step } = poolPair(t, { why: 'lost' })
      deed(scratch)
      const { ino } = scratch.stat('a')
      let [reads, syncs] = [0, 0]
      const run = runOn({
        read: before(disk.read, () => reads++),
        sync: before(disk.sync, (fd) => disk.fstat(fd).ino !== ino && syncs++),
      })
      t.teardown(() => run.dirs.closeAll())
      const looked = checkPoolLink(run, step, read)
      if (made instanceof RegExp) return void (await t.rejects(looked, { message: made }))
      const hash = read ? `blake3:${blake3().hex(Buffer.from(CONTENT))}` : 'blake3:'
      t.match(await looked, { made, hash, trusted: false })
      t.strictSame([reads > 0, syncs], [read, read ? 1 : 0], 'the content of its keeper is durable')
    })

// Neither the file nor its keeper is compared with itself, under another name.
for (const [name, deed] of [
  ['nothing there', none],
  ['a link of the keeper there', (s) => [s.write('a/s/t/x'), s.link('a/s/t/d', 'a/k')]],
] as [string, Deed][])
  t.test(`each file is read once: ${name}`, async (t) => {
    const { scratch, step } = poolPair(t)
    deed(scratch)
    let reads = 0
    const run = runOn({ read: before(disk.read, () => reads++) })
    await checkPoolLink(run, step)
    t.equal(reads, 2)
    run.dirs.closeAll()
  })

/** What `fstat` says of a directory on another file system. */
function otherDevice(ino: bigint): Partial<Disk> {
  const fstat: Disk['fstat'] = (fd) => {
    const stat = disk.fstat(fd)
    return stat.ino === ino ? Object.assign(stat, { dev: stat.dev + 1n }) : stat
  }
  return { fstat }
}

t.test('a link is not made where another file system is mounted', async (t) => {
  const { scratch, step } = poolPair(t)
  mkdirSync(scratch.at('a/s'))
  const run = runOn(otherDevice(scratch.stat('a/s').ino))
  await t.rejects(checkPoolLink(run, step), { code: 'device' })
  run.dirs.closeAll()
})

t.test('directories are not made that nobody knows how to make alike', async (t) => {
  const xattrs: Disk['xattrs'] = (fd) => (disk.fstat(fd).isDirectory() ? undefined : '[]')
  for (const there of [false, true]) {
    const { scratch, step } = poolPair(t)
    if (there) mkdirSync(scratch.at('a/s/t'), { recursive: true })
    const run = runOn({ xattrs })
    if (there) t.match(await checkPoolLink(run, step), { made: 0 })
    else await t.rejects(checkPoolLink(run, step), { code: 'metadata' })
    run.dirs.closeAll()
  }
})

t.test('a symlink where a directory must be, as some systems tell of it', async (t) => {
  const { scratch, step } = poolPair(t)
  const openDirAt = before(disk.openDirAt, ({ dir, name }) => {
    if (dir.path.equals(scratch.at('a')) && String(name) === 's') throw errno('ELOOP')
  })
  const run = runOn({ openDirAt })
  await t.rejects(checkPoolLink(run, step), { message: /no directory stands where one must be/ })
  run.dirs.closeAll()
})

t.test('a branch that is gone', async (t) => {
  const { scratch, step } = poolPair(t)
  const to = `${scratch.root}/gone/d`
  const looked = checkPoolLink(runOn(), { ...step, to, branches: step.branches!.slice(1) })
  await t.rejects(looked, { code: 'gone', message: /^the branch ".*\/gone" is gone$/ })
})

t.test('a lost name whose keeper is open for writing', { skip: noNative }, async (t) => {
  const { scratch, step } = poolPair(t, { why: 'lost' })
  gone(scratch)
  const fd = openSync(scratch.at('a/k'), 'r+')
  await t.rejects(checkPoolLink(runOn(), step), { code: 'busy' })
  closeSync(fd)
})

t.test('a lost name whose keeper changes while it is read', async (t) => {
  const { scratch, step } = poolPair(t, { why: 'lost' })
  gone(scratch)
  const run = runOn({ read: () => 0 })
  await t.rejects(checkPoolLink(run, step), { message: 'the keeper changed while it was read' })
})

t.test('a step without a keeper is refused', async (t) => {
  for (const why of ['duplicate', 'lost'] as const)
    for (const deed of [gone, done]) {
      const { step, scratch } = poolPair(t, { why })
      const { keep: _, ...rest } = step
      deed(scratch)
      await t.rejects(checkPoolLink(runOn(), rest), { code: 'no-keeper' })
    }
})

t.test('a link is not made where none can be', async (t) => {
  const { step } = poolPair(t)
  const lacks = (feature: string) => (feature === 'hardlink' ? 'somefs' : undefined)
  const run = runOn({ abilities: { ...disk.abilities!, lacks } })
  await t.rejects(checkPoolLink(run, step), { code: 'EPERM', message: /has no hard links/ })
  run.dirs.closeAll()
})

t.test('a link is not made where it could not be removed again', async (t) => {
  for (const made of ['a', 'a/s', 'a/s/t']) {
    const { scratch, step } = poolPair(t)
    mkdirSync(scratch.at(made), { recursive: true })
    const { ino } = scratch.stat(made)
    const run = runOn(fixedDir(ino))
    await t.rejects(checkPoolLink(run, step), {
      code: 'EPERM',
      message: 'the directory of its link is immutable or append-only: see chattr(1)',
    })
    run.dirs.closeAll()
  }
})
