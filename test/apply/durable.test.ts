import { closeSync, openSync } from 'node:fs'
import t from 'tap'
import { Durable, syncAll } from '../../lib/apply/durable.js'
import type { Dir, Disk } from '../../lib/fs/disk.js'
import { realDisk } from '../../lib/fs/real-disk.js'
import { errno, fails } from '../helper/apply-run.js'
import { Scratch } from '../helper/scratch.js'

/** A disk that remembers what was synced. */
function recording(calls: Partial<Disk> = {}) {
  const synced: number[] = []
  const disk: Disk = { ...realDisk(), sync: (fd) => void synced.push(fd), ...calls }
  return { disk, synced }
}

t.test('each keeper is synced once, as long as it is the same', async (t) => {
  const scratch = new Scratch(t)
  const { disk, synced } = recording()
  const durable = new Durable(disk)
  scratch.write('a')
  const fd = openSync(scratch.at('a'), 'r')
  durable.file(fd, disk.fstat(fd))
  durable.file(fd, disk.fstat(fd))
  t.strictSame(synced, [fd])
  scratch.write('a', 'changed')
  durable.file(fd, disk.fstat(fd))
  t.strictSame(synced, [fd, fd])
  closeSync(fd)
})

t.test('of too many keepers all are forgotten, and synced again', async (t) => {
  const { disk, synced } = recording()
  const durable = new Durable(disk)
  const keeper = (ino: number) => ({ ...disk.fstat(0), ino: BigInt(ino) }) as never
  for (let i = 0; i < 10_000; i++) durable.file(7, keeper(i))
  durable.file(7, keeper(0))
  t.equal(synced.length, 10_000)
  durable.file(7, keeper(10_000))
  durable.file(7, keeper(0))
  t.equal(synced.length, 10_002)
})

t.test('a keeper that could not be synced is not remembered as durable', async (t) => {
  const { disk, synced } = recording()
  let broken = true
  const flaky = {
    ...disk,
    sync: (fd: number) => {
      if (broken) throw errno('EIO')
      disk.sync(fd)
    },
  }
  const durable = new Durable(flaky)
  const stat = disk.fstat(0)
  t.throws(() => durable.file(7, stat), { code: 'EIO' })
  broken = false
  durable.file(7, stat)
  t.strictSame(synced, [7])
})

t.test('directories wait, and are synced once', async (t) => {
  const { disk, synced } = recording()
  const durable = new Durable(disk)
  const dir = { fd: 0, path: Buffer.from('/d') }
  durable.dir(dir)
  durable.dir(dir)
  t.strictSame(synced, [])
  durable.syncDirs()
  durable.syncDirs()
  t.strictSame(synced, [0])
})

/** Some open directories: their descriptor numbers, and the devices that they are said to be on. */
function dirsOn(...devices: readonly bigint[]) {
  const dirs = new Set<Dir>(devices.map((_, fd) => ({ fd, path: Buffer.from(`/${fd}`) })))
  const fstat = (fd: number) => ({ ...realDisk().fstat(0), dev: devices[fd]! }) as never
  return { dirs, fstat }
}

// prettier-ignore
const many: [name: string, devices: bigint[], whole: boolean, want: string][] = [
  ['a few are synced one by one',           Array(3).fill(1n),                 true,  'sync 0,sync 1,sync 2'],
  ['many, with their file system',          Array(16).fill(1n),                true,  'all 0'],
  ['but not where that is known to do nothing', Array(16).fill(1n),            false, `all 0,${[...Array(16).keys()].map((fd) => `sync ${fd}`)}`],
  ['each file system for itself',           [2n, ...Array(16).fill(1n)],       true,  'sync 0,all 1'],
]

for (const [name, devices, whole, want] of many)
  t.test(name, async (t) => {
    const done: string[] = []
    const { dirs, fstat } = dirsOn(...devices)
    const { disk } = recording({
      fstat,
      sync: (fd) => void done.push(`sync ${fd}`),
      syncNames: ({ fd }) => {
        done.push(`all ${fd}`)
        return whole
      },
    })
    syncAll(disk, dirs)
    t.equal(done.join(), want)
  })

t.test('without native calls', async (t) => {
  const { dirs, fstat } = dirsOn(...Array(20).fill(1n))
  const { disk, synced } = recording({ fstat })
  const { syncNames: _, ...plain } = disk
  syncAll(plain, dirs)
  t.equal(synced.length, 20)
})

/** Fails for these descriptors. */
const failFor =
  (code: string, ...fds: readonly number[]) =>
  (fd: number) => {
    if (fds.includes(fd)) throw errno(code)
  }

// prettier-ignore
const failures: [name: string, devices: bigint[], calls: Partial<Disk>, failed: number[]][] = [
  ['none',                                     [1n, 1n, 2n],        {},                                  []],
  ['one of a few',                             [1n, 1n, 2n],        { sync: failFor('EIO', 1) },         [1]],
  ['two, each on its own file system',         [1n, 1n, 2n],        { sync: failFor('EIO', 0, 2) },      [0, 2]],
  ['one of many, whose file system said no',   Array(20).fill(1n),  { sync: failFor('EIO', 7), syncNames: fails('EIO') }, [7]],
  ['none, though the file system said no',     Array(20).fill(1n),  { syncNames: fails('EIO') },         []],
  ['one that the file system answers for',     Array(20).fill(1n),  { sync: failFor('EIO', 7), syncNames: () => true }, []],
]

for (const [name, devices, calls, want] of failures)
  t.test(`directories that could not be synced: ${name}`, async (t) => {
    const { dirs, fstat } = dirsOn(...devices)
    const { disk } = recording({ fstat, ...calls })
    const failed = syncAll(disk, dirs)
    t.strictSame(
      [...failed.keys()].map(({ fd }) => fd),
      want,
    )
    for (const error of failed.values()) t.match(error, { code: 'EIO' })
    const durable = new Durable(disk)
    for (const dir of dirs) durable.dir(dir)
    t.strictSame(durable.syncDirs(), failed)
    t.equal(durable.syncDirs().size, 0, 'told once')
  })

t.test('a fault of ours is no answer of the disk', async (t) => {
  const broken = () => {
    throw new TypeError('not a function')
  }
  const few = dirsOn(1n)
  t.throws(() => syncAll(recording({ fstat: few.fstat, sync: broken }).disk, few.dirs), TypeError)
  const many = dirsOn(...Array(16).fill(1n))
  const calls = { fstat: many.fstat, syncNames: broken }
  t.throws(() => syncAll(recording(calls).disk, many.dirs), TypeError)
})
