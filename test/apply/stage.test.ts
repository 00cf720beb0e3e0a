import { readlinkSync } from 'node:fs'
import t from 'tap'
import { check } from '../../lib/apply/act.js'
import { metadataOf, stageClone, stageLink, stageSymlink } from '../../lib/apply/stage.js'
import { staged } from '../../lib/apply/temp-name.js'
import { realDisk } from '../../lib/fs/real-disk.js'
import { before, fails, placeAt, runOn, UNASKED } from '../helper/apply-run.js'
import { cannotMount, loopFs, NO_INLINE } from '../helper/mounts.js'
import { noNative } from '../helper/native.js'
import { BOTH, pair, TEMP } from '../helper/pair.js'
import { LONG_AGO, Scratch } from '../helper/scratch.js'

t.test('a link is one to the file that was looked at', async (t) => {
  const scratch = new Scratch(t)
  scratch.write('a')
  const run = runOn()
  const [a, fresh] = [placeAt(run, scratch.at('a')), placeAt(run, scratch.at(TEMP))]
  const stat = scratch.stat('a')
  stageLink(run, a, stat, fresh)
  t.equal(scratch.stat(TEMP).ino, stat.ino)
  scratch.remove(TEMP)
  const swapped = runOn({
    link: before(realDisk().link, () => {
      scratch.write('b', 'another')
      realDisk().rename(placeAt(run, scratch.at('b')), a)
    }),
  })
  t.throws(() => stageLink(swapped, a, stat, fresh), { code: 'changed' })
  t.strictSame(scratch.names(), ['a'], 'a link to another file is removed')
  const gone = runOn({ lstat: () => undefined })
  t.throws(() => stageLink(gone, a, scratch.stat('a'), fresh), { code: 'changed' })
  t.strictSame(scratch.names(), ['a'], 'and so is one that was not seen')
  t.throws(() => stageLink(runOn({ link: fails('EMLINK') }), a, stat, fresh), { code: 'EMLINK' })
  run.dirs.closeAll()
})

t.test('a symlink holds the absolute path, as bytes', async (t) => {
  const scratch = new Scratch(t)
  const keep = scratch.write('\xff')
  const run = runOn()
  stageSymlink(run, keep, placeAt(run, scratch.at(TEMP)))
  t.strictSame(readlinkSync(scratch.at(TEMP), 'buffer'), scratch.at('\xff'))
  run.dirs.closeAll()
})

t.test('a link with an inode number of its own is removed', async (t) => {
  const scratch = new Scratch(t)
  scratch.write('a')
  const run = runOn({ link: (_, to) => realDisk().close(realDisk().create(to)) })
  const [a, fresh] = [placeAt(run, scratch.at('a')), placeAt(run, scratch.at(TEMP))]
  t.throws(() => stageLink(run, a, scratch.stat('a'), fresh), { code: 'ENOTSUP' })
  t.strictSame(scratch.names(), ['a'])
  run.dirs.closeAll()
})

// prettier-ignore
const unread: [name: string, readlink: () => Buffer, error: { code: string }][] = [
  ['cannot be read', fails('EPERM'),            { code: 'EPERM' }],
  ['is another one', () => Buffer.from('/rel'), { code: 'ENOTSUP' }],
]

for (const [name, readlink, error] of unread)
  t.test(`a symlink that ${name} is removed`, async (t) => {
    const scratch = new Scratch(t)
    const keep = scratch.write('a')
    const run = runOn({ readlink })
    t.throws(() => stageSymlink(run, keep, placeAt(run, scratch.at(TEMP))), error)
    t.strictSame(scratch.names(), ['a'])
    run.dirs.closeAll()
  })

t.test('of a keeper that changed since it was looked at, no clone is made', async (t) => {
  const { scratch, step } = pair(t, 'reflink')
  const ready = await check(runOn(UNASKED), step)
  const run = runOn({ clone: () => t.fail('cloned') as never })
  t.teardown(() => run.dirs.closeAll())
  scratch.write('keep/keep', 'longer than it was before')
  const made = stageClone(run, ready, ready.keep!, staged(ready.place, TEMP))
  await t.rejects(made, { code: 'changed' })
})

t.test('metadata of a copy', async (t) => {
  const scratch = new Scratch(t)
  scratch.write('a')
  const stat = scratch.stat('a')
  const own = {
    uid: Number(stat.uid),
    gid: Number(stat.gid),
    mode: Number(stat.mode),
    mtimeNs: stat.mtimeNs,
  }
  t.strictSame(metadataOf(stat, undefined), own)
  t.strictSame(metadataOf(stat, '[]'), { ...own, xattrs: '[]' })
})

t.test('clones', { skip: noNative || cannotMount('btrfs') }, async (t) => {
  const mount = loopFs(t, 'btrfs', 128, NO_INLINE)
  const clone = async (t: Parameters<typeof pair>[0], calls = {}) => {
    const { scratch, step } = pair(t, 'reflink', {}, 'x'.repeat(10_000), mount)
    const run = runOn({ dedupe: undefined as never, ...calls })
    t.teardown(() => run.dirs.closeAll())
    const ready = await check(run, step)
    const fresh = staged(ready.place, TEMP)
    return { scratch, run, make: () => stageClone(run, ready, ready.keep!, fresh), ready }
  }

  t.test('have the bytes of the keeper and the rest of the file', async (t) => {
    const { scratch, make } = await clone(t)
    await make()
    t.match(scratch.stat(`dir/${TEMP}`), { mtimeNs: scratch.stat('dir/file').mtimeNs, nlink: 1n })
    t.not(scratch.stat(`dir/${TEMP}`).ino, scratch.stat('keep/keep').ino)
    t.equal(scratch.read(`dir/${TEMP}`), scratch.read('keep/keep'))
  })

  t.test('of a keeper that changed just now are thrown away', async (t) => {
    const real = realDisk().clone
    const { scratch, make } = await clone(t, {
      clone: before(real, () => scratchOf().write('keep/keep', 'y'.repeat(10_000), LONG_AGO)),
    })
    const scratchOf = () => scratch
    await t.rejects(make(), { code: 'differs' })
    t.strictSame(scratch.names(), BOTH)
  })

  t.test('would part a file from its other names', async (t) => {
    const { scratch, step } = pair(t, 'reflink', {}, 'x', mount)
    scratch.link('dir/other', 'dir/file')
    const run = runOn()
    t.teardown(() => run.dirs.closeAll())
    const ready = await check(run, step)
    const made = stageClone(run, ready, ready.keep!, staged(ready.place, TEMP))
    await t.rejects(made, { code: 'links' })
    t.strictSame(scratch.names(), [...BOTH, 'dir/other'].sort())
  })

  for (const call of ['setMetadata', 'sync'] as const)
    t.test(`leave nothing when ${call} fails`, async (t) => {
      const { scratch, run, ready } = await clone(t)
      const failing = { ...run, disk: { ...run.disk, [call]: fails('EIO') } }
      const made = stageClone(failing, ready, ready.keep!, staged(ready.place, TEMP))
      await t.rejects(made, { code: 'EIO' })
      t.strictSame(scratch.names(), BOTH)
    })
})
