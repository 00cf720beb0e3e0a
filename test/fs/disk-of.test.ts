import { join } from 'node:path'
import t from 'tap'
import { diskOf } from '../../lib/fs/disk-of.js'

/** A sysfs with a few disks; `dev` is major << 8 | minor while both are small. */
const queue = (rotational: 0 | 1) => ({ queue: { rotational: `${rotational}\n` } })

t.test('disks as the system tells them', async (t) => {
  const link = (to: string) => t.fixture('symlink', to)
  const sys = t.testdir({
    devices: {
      pci0: {
        sda: { ...queue(1), sda1: { partition: '1\n' }, sda2: { partition: '2\n' } },
        sdb: { ...queue(1) },
        nvme0n1: { ...queue(0), nvme0n1p1: { partition: '1\n' } },
        virtio1: { vda: { ...queue(1) } },
      },
      virtual: {
        'dm-0': { ...queue(1), slaves: { sda2: link('../../../pci0/sda/sda2') } },
        'dm-1': { ...queue(1), slaves: { 'dm-0': link('../../dm-0') } },
        'dm-2': { ...queue(1), slaves: { vda: link('../../../pci0/virtio1/vda') } },
        loop0: { ...queue(0), slaves: {} },
      },
    },
    block: {
      '8:0': link('../devices/pci0/sda'),
      '8:1': link('../devices/pci0/sda/sda1'),
      '8:16': link('../devices/pci0/sdb'),
      '259:1': link('../devices/pci0/nvme0n1/nvme0n1p1'),
      '254:0': link('../devices/pci0/virtio1/vda'),
      '253:0': link('../devices/virtual/dm-0'),
      '253:1': link('../devices/virtual/dm-1'),
      '253:2': link('../devices/virtual/dm-2'),
      '7:0': link('../devices/virtual/loop0'),
    },
  })

  // prettier-ignore
  const cases: [name: string, major: number, minor: number, disk: string | undefined, rotational?: boolean][] = [
    ['a disk',                            8,   0,  'sda',     true],
    ['a partition is its disk',           8,   1,  'sda',     true],
    ['another disk',                      8,   16, 'sdb',     true],
    ['a partition of an SSD',             259, 1,  'nvme0n1', false],
    ['a volume is the disk below it',     253, 0,  'sda',     true],
    ['a volume on a volume',              253, 1,  'sda',     true],
    ['a loop',                            7,   0,  'loop0',   false],
    ['a virtual disk cannot know',        254, 0,  undefined],
    ['nor can what lies on it',           253, 2,  undefined],
    ['a device without an entry',         0,   42, undefined],
  ]

  for (const [name, major, minor, disk, isRotational] of cases)
    t.test(name, async (t) => {
      const found = diskOf(device(major, minor), join(sys, 'block'))
      t.equal(found?.name.split('/').pop(), disk)
      t.equal(found?.isRotational, isRotational)
    })
})

t.test('numbers above 8 and 12 bits', async (t) => {
  const link = t.fixture('symlink', '../sdz')
  const sys = t.testdir({ sdz: queue(0), block: { '4098:1048575': link } })
  t.ok(diskOf(device(4098, 1048575), join(sys, 'block')))
})

t.test('where there is no sysfs', async (t) => {
  t.equal(diskOf('2049', '/nowhere'), undefined)
})

t.test('the disk of this file does not throw', async (t) => {
  t.doesNotThrow(() => diskOf('2049'))
})

/** As makedev(3) of Linux packs it. */
function device(major: number, minor: number): string {
  const [high, low] = [BigInt(major), BigInt(minor)]
  const packed =
    ((high & 0xfffff000n) << 32n) |
    ((high & 0xfffn) << 8n) |
    ((low & 0xffffff00n) << 12n) |
    (low & 0xffn)
  return String(packed)
}
