import { availableParallelism } from 'node:os'
import t from 'tap'
import type { Disk } from '../../lib/fs/disk-of.js'
import { Lanes } from '../../lib/hash/lanes.js'
import { file } from '../helper/records.js'

const disks: { readonly [dev: string]: Disk } = {
  1: { name: 'sda', isRotational: true },
  2: { name: 'sda', isRotational: true },
  3: { name: 'sdb', isRotational: true },
  4: { name: 'nvme', isRotational: false },
}
const diskOf = (dev: string) => disks[dev]
const cores = availableParallelism()

// prettier-ignore
const cases: [name: string, threads: number | undefined, devs: string[], lanes: number[]][] = [
  // name                                         --threads  devices         threads of each lane
  ['an SSD takes all cores',                      undefined, ['4'],          [cores]],
  ['so does what is not known',                   undefined, ['9'],          [cores]],
  ['both share them',                             undefined, ['4', '9'],     [cores]],
  ['a disk with a head takes one',                undefined, ['1'],          [1]],
  ['so do two partitions of it',                  undefined, ['1', '2'],     [1]],
  ['two disks take one each',                     undefined, ['1', '3'],     [1, 1]],
  ['beside an SSD',                               undefined, ['1', '4', '3'], [1, cores, 1]],
  ['but the user knows best',                     5,         ['1', '4', '3'], [5]],
]

for (const [name, threads, devs, want] of cases)
  t.test(name, async (t) => {
    const lanes = new Lanes(threads, diskOf)
    for (const dev of [...devs, ...devs]) lanes.of(file('/f', { dev }))
    t.strictSame(
      lanes.all().map((lane) => lane.threads),
      want,
    )
  })

t.test('a disk with a head gets one batch at a time, others one ahead', async (t) => {
  const lanes = new Lanes(undefined, diskOf)
  t.equal(lanes.of(file('/f', { dev: '1' })).limit, 1)
  t.equal(lanes.of(file('/f', { dev: '4' })).limit, 2 * cores)
})

t.test('a device is looked up once, and a million of them are not remembered', async (t) => {
  let asked = 0
  const lanes = new Lanes(undefined, () => {
    asked++
    return undefined
  })
  const of = (dev: number) => lanes.of(file('/f', { dev: String(dev) }))
  for (let i = 0; i < 3; i++) of(1)
  t.equal(asked, 1)
  for (let dev = 0; dev < 2000; dev++) of(dev)
  of(1)
  t.equal(asked, 2001, 'the first is forgotten')
  t.equal(lanes.all().length, 1)
})
