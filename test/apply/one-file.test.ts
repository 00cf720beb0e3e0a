import { fstatSync, renameSync, type BigIntStats } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { refuseMoved, refuseOneFile, seeKeeper } from '../../lib/apply/one-file.js'
import type { Scene } from '../../lib/apply/scene.js'
import { placeAt, runOn } from '../helper/apply-run.js'
import { cannotMount, loopFs, tmpfs } from '../helper/mounts.js'
import { Scratch } from '../helper/scratch.js'

const ONE = { dev: 1n, ino: 7n, nlink: 1n, size: 5n, mtimeNs: 10n, ctimeNs: 11n }

// prettier-ignore
const pairs: [name: string, file: object, keep: object, code: string | undefined, onDisks?: true][] = [
  ['two files on one device',                      {},            { ino: 8n },              undefined],
  ['one file, which has one name',                 {},            {},                       'one-name'],
  ['where links are not counted',                  { nlink: 0n }, { nlink: 0n },            'one-name'],
  ['one file of two names',                        { nlink: 2n }, { nlink: 2n },            undefined],
  ['one file on two devices',                      {},            { dev: 2n },              'one-file'],
  ['the same, of two names',                       { nlink: 2n }, { dev: 2n, nlink: 2n },   'one-file'],
  ['that is by chance, on two disks',              {},            { dev: 2n },              undefined, true],
  ['another inode on another device',              {},            { dev: 2n, ino: 8n },     undefined],
  ['its inode there is of another size',           {},            { dev: 2n, size: 6n },    undefined],
  ['its inode there was modified at another time', {},            { dev: 2n, mtimeNs: 0n }, undefined],
  ['its inode there changed at another time',      {},            { dev: 2n, ctimeNs: 0n }, undefined],
]

const [EXT4, OVERLAY] = [0xef53, 0x794c7630]
const [FILE, KEEP] = [1, 2]

for (const [name, file, keep, code, onDisks] of pairs)
  for (const view of [FILE, KEEP])
    t.test(`${name}; the ${view === FILE ? 'file' : 'keeper'} is on an overlay`, async (t) => {
      const run = runOn({ fileSystem: (fd) => (fd === view && !onDisks ? OVERLAY : EXT4) })
      const open = (fd: number, stat: object) => ({ fd, stat: { ...ONE, ...stat } as BigIntStats })
      const look = () => refuseOneFile(run, open(FILE, file), open(KEEP, keep))
      if (code) t.throws(look, { code })
      else t.doesNotThrow(look)
    })

const NOW = 1_700_000_000_000

/** A keeper that changed so long ago, and a file on a device: what is seen, and in how many looks. */
async function seen(t: Test, elsewhere: boolean, msAgo: number) {
  const scratch = new Scratch(t)
  scratch.write('keep')
  let looks = 0
  const run = runOn({
    fstat: (fd) => {
      const stat = fstatSync(fd, { bigint: true })
      if (!stat.isFile()) return stat
      const ctimeMs = BigInt(looks++ === 0 ? NOW - msAgo : 0)
      return Object.assign(Object.create(Object.getPrototypeOf(stat)), stat, { ctimeMs })
    },
  })
  t.teardown(() => run.dirs.closeAll())
  const stat = scratch.stat('keep')
  const keep = { place: placeAt(run, scratch.at('keep')), stat }
  const dev = elsewhere ? stat.dev + 1n : stat.dev
  const scene = { keep, stat: { ...stat, dev } } as unknown as Scene
  return { saw: await seeKeeper(run, scene, () => NOW), looks, ino: stat.ino }
}

// prettier-ignore
const sights: [name: string, elsewhere: boolean, msAgo: number, looks: number][] = [
  ['on one device',                              false, 0,      0],
  ['on another, quiet for long',                 true,  60_000, 1],
  ['changed in this tick: another change must show', true, 0,   2],
  ['changed by a clock that is ahead',           true,  -60_000, 1],
]

for (const [name, elsewhere, msAgo, want] of sights)
  t.test(`a keeper ${name}`, async (t) => {
    const { saw, looks, ino } = await seen(t, elsewhere, msAgo)
    t.equal(looks, want)
    t.equal(saw?.ino, want === 0 ? undefined : ino)
  })

t.test('an empty file has no keeper to see', async (t) => {
  t.equal(await seeKeeper(runOn(), { stat: ONE } as unknown as Scene), undefined)
})

t.test('a keeper that changed with its file', async (t) => {
  const at = (ctimeNs: bigint) => ({ ...ONE, ctimeNs }) as unknown as BigIntStats
  t.doesNotThrow(() => refuseMoved(undefined, at(11n)))
  t.doesNotThrow(() => refuseMoved(at(11n), at(11n)))
  t.throws(() => refuseMoved(at(11n), at(12n)), { code: 'one-file' })
  t.throws(() => refuseMoved(at(12n), at(11n)), { code: 'one-file' })
})

// What this stands on.
for (const [type, make] of [
  ['tmpfs', (t: Test) => tmpfs(t)],
  ['ext4', (t: Test) => loopFs(t, 'ext4', 8)],
  ['xfs', (t: Test) => loopFs(t, 'xfs', 320)],
  ['btrfs', (t: Test) => loopFs(t, 'btrfs', 128)],
] as const)
  t.test(`a rename moves ctime on ${type}`, { skip: cannotMount(type) }, async (t) => {
    const scratch = new Scratch(t, make(t))
    scratch.write('a')
    const { ctimeNs } = scratch.stat('a')
    await sleep(50)
    renameSync(scratch.at('a'), scratch.at('b'))
    t.ok(scratch.stat('b').ctimeNs > ctimeNs)
  })
