import { closeSync, openSync } from 'node:fs'
import t from 'tap'
import { clockOf, hasOwnInodes, isKernels, typeAt, typeOfOpen } from '../../lib/fs/file-system.js'
import type { Clock } from '../../lib/record/proof.js'

const LINUX = process.platform !== 'linux' && 'NOT LINUX'

// prettier-ignore
const types: [name: string, type: number, inodes: boolean, clock: Clock, isKernels: boolean][] = [
  ['ext4',       0xef53,     true,  'own',     false],
  ['XFS',        0x58465342, true,  'own',     false],
  ['Btrfs',      0x9123683e, true,  'own',     false],
  ['F2FS',       0xf2f52010, true,  'own',     false],
  ['bcachefs',   0xca451a4e, true,  'own',     false],
  ['vfat',       0x4d44,     true,  'foreign', false],
  ['exfat',      0x2011bab0, true,  'foreign', false],
  ['one that nobody knows', 0x12345, true, 'foreign', false],
  ['FUSE',       0x65735546, false, 'foreign', false],
  ['NFS',        0x6969,     false, 'foreign', false],
  ['SMB',        0x517b,     false, 'foreign', false],
  ['CIFS',       0xff534d42, false, 'foreign', false],
  ['SMB2',       0xfe534d42, false, 'foreign', false],
  ['9P',         0x01021997, false, 'foreign', false],
  ['Ceph',       0x00c36400, false, 'foreign', false],
  ['tmpfs',      0x01021994, true,  'none',    false],
  ['ramfs',      0x858458f6, true,  'none',    false],
  ['overlayfs',  0x794c7630, true,  'none',    false],
  ['proc',       0x9fa0,     true,  'none',    true],
  ['sysfs',      0x62656572, true,  'none',    true],
  ['debugfs',    0x64626720, true,  'none',    true],
  ['tracefs',    0x74726163, true,  'none',    true],
  ['configfs',   0x62656570, true,  'none',    true],
  ['cgroup2',    0x63677270, true,  'none',    true],
]

for (const [name, type, inodes, clock, kernels] of types)
  t.test(name, async (t) => {
    t.equal(hasOwnInodes(type), inodes)
    t.equal(clockOf(type), clock)
    t.equal(isKernels(type), kernels)
  })

t.test('where nothing is known of a file system, its times prove nothing', async (t) => {
  t.equal(clockOf(undefined), 'none')
})

t.test('a name and an open file tell their type', { skip: LINUX }, async (t) => {
  t.equal(typeAt('/proc'), 0x9fa0)
  t.equal(typeAt(Buffer.from('/nowhere')), undefined)
  const fd = openSync('/proc/version', 'r')
  t.equal(typeOfOpen(fd), 0x9fa0)
  closeSync(fd)
  t.equal(typeOfOpen(fd), undefined)
})
