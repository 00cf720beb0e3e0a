import type { BigIntStats } from 'node:fs'
import { mkdirSync, symlinkSync } from 'node:fs'
import t from 'tap'
import {
  asPlanned,
  inode,
  isAbout,
  isRestored,
  placeOf,
  placeOfPath,
  recordAt,
  sameFile,
  unchanged,
  withFile,
} from '../../lib/apply/scene.js'
import { parseFile } from '../../lib/record/file.js'
import { fails, placeAt, runOn } from '../helper/apply-run.js'
import { Scratch } from '../helper/scratch.js'

t.test('where a record is', async (t) => {
  const scratch = new Scratch(t)
  const record = scratch.write('dir/a')
  const run = runOn()
  t.strictSame(String(placeOf(run, record).name), 'a')
  t.equal(placeOfPath(run, record).dir, placeOfPath(run, record).dir)
  run.dirs.closeAll()
})

// prettier-ignore
const lost: [code: string, refusal: string][] = [
  ['ENOENT', 'gone'], ['ENOTDIR', 'changed'], ['ELOOP', 'changed'], ['ENXIO', 'changed'],
]

for (const [code, refusal] of lost)
  t.test(`${code} means that it is ${refusal}`, async (t) => {
    const scratch = new Scratch(t)
    const record = scratch.write('a')
    t.throws(() => placeOf(runOn({ openDir: fails(code) }), record), { code: refusal })
    const run = runOn({ open: fails(code) })
    const place = placeAt(run, scratch.at('a'))
    await t.rejects(
      withFile(run, place, 'the file', () => 1),
      { code: refusal },
    )
  })

t.test('other errors stay what they are', async (t) => {
  const scratch = new Scratch(t)
  const record = scratch.write('a')
  for (const code of ['EACCES', 'EIO', 'EMFILE'])
    t.throws(() => placeOf(runOn({ openDir: fails(code) }), record), { code })
})

t.test('files are closed, whatever happens', async (t) => {
  const scratch = new Scratch(t)
  scratch.write('a')
  const closed: number[] = []
  const run = runOn({ open: () => 77, close: (fd) => void closed.push(fd) })
  const place = placeAt(run, scratch.at('a'))
  t.equal(await withFile(run, place, 'it', (fd) => fd), 77)
  await t.rejects(withFile(run, place, 'it', fails('EIO')), { code: 'EIO' })
  t.strictSame(closed, [77, 77])
})

t.test('as planned: type, inode, size, time; the device may have another number', async (t) => {
  const scratch = new Scratch(t)
  const record = scratch.write('a')
  const stat = scratch.stat('a')
  t.doesNotThrow(() => asPlanned(stat, record, 'it'))
  t.doesNotThrow(() => asPlanned(stat, { ...record, dev: '99', mode: 0, ctimeNs: '0' }, 'it'))
  for (const change of [{ ino: '1' }, { size: 0 }, { mtimeNs: '1' }])
    t.throws(() => asPlanned(stat, { ...record, ...change }, 'it'), { code: 'changed' })
  mkdirSync(scratch.at('d'))
  symlinkSync('a', scratch.at('s'))
  for (const name of ['d', 's'])
    t.throws(() => asPlanned(scratch.stat(name), record, 'it'), {
      message: 'no longer a regular file',
    })
})

t.test('the same file, and unchanged', async (t) => {
  const scratch = new Scratch(t)
  scratch.write('a', 'x')
  scratch.write('b', 'x')
  const before = scratch.stat('a')
  t.equal(sameFile(before, scratch.stat('b')), false)
  scratch.link('c', 'a')
  t.equal(unchanged(before, scratch.stat('c')), true, 'another name is no change')
  scratch.write('a', 'y', 7)
  t.equal(sameFile(before, scratch.stat('a')), true)
  t.equal(unchanged(before, scratch.stat('a')), false)
})

// One thing of a file differs from what it was, or was to be.
// prettier-ignore
const differences: [name: string, change: (stat: BigIntStats) => object, same: boolean, restored: boolean][] = [
  ['nothing',       () => ({}),                                 true,  true],
  ['its device',    ({ dev }) => ({ dev: dev + 1n }),           false, true],
  ['its inode',     ({ ino }) => ({ ino: ino + 1n }),           false, true],
  ['its size',      ({ size }) => ({ size: size + 1n }),        false, false],
  ['its time',      ({ mtimeNs }) => ({ mtimeNs: mtimeNs + 1n }), false, false],
  ['its kind',      () => ({ isFile: () => false }),            false, false],
  ['a bit of its mode less', ({ mode }) => ({ mode: mode & ~0o400n }), true, true],
  ['a bit of its mode more', ({ mode }) => ({ mode: mode | 0o4000n }), true, false],
]

for (const [name, change, same, restored] of differences)
  t.test(`unchanged, or restored, but for ${name}`, async (t) => {
    const scratch = new Scratch(t)
    const record = scratch.write('a')
    const [was, now] = [scratch.stat('a'), scratch.stat('a')]
    Object.assign(now, change(now))
    t.strictSame([unchanged(was, now), unchanged(now, was)], [same, same])
    t.equal(isRestored(now, record), restored)
  })

// prettier-ignore
const times: [a: bigint, b: bigint, about: boolean][] = [
  [5_000_000_000n, 5_000_000_000n, true],
  [5_000_000_000n, 7_000_000_000n, true],
  [5_000_000_000n, 7_000_000_001n, false],
  [-1_000_000_000n, 1_000_000_000n, true],
]

for (const [a, b, about] of times)
  t.test(`${a} is about ${b}: ${about}`, async (t) => {
    t.strictSame([isAbout(a, b), isAbout(b, a)], [about, about])
  })

t.test('inodes above 2^63 are not negative', async (t) => {
  const stat = {
    ino: -1n,
    dev: -2n,
    size: 0n,
    nlink: 1n,
    mode: 33188n,
    uid: 0n,
    gid: 0n,
  } as BigIntStats
  t.equal(inode(stat), '18446744073709551615')
  const times = { mtimeNs: -5n, ctimeNs: 5n, blocks: 8n }
  const record = recordAt({ path: '/a' }, { ...stat, ...times } as BigIntStats)
  t.match(record, { ino: '18446744073709551615', dev: '18446744073709551614', mtimeNs: '-5' })
  t.doesNotThrow(() => parseFile(record))
})
