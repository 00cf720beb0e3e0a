import { readdirSync, writeFileSync } from 'node:fs'
import t from 'tap'
import { lacking, type Feature } from '../../lib/fs/lacks.js'
import type { Mount } from '../../lib/fs/mounts.js'

const dir = t.testdir({})
writeFileSync(`${dir}/exfat`, '\xebv\x90EXFAT   \0\0', 'latin1')
writeFileSync(`${dir}/ntfs`, '\xebR\x90NTFS    \0\0', 'latin1')
writeFileSync(`${dir}/short`, 'x')

const mount = (type: string, source = 'none'): Mount => ({
  id: '1',
  dev: '0:1',
  root: '/',
  point: '/m',
  type,
  source,
  readOnly: false,
})

// prettier-ignore
const types: [type: string, lacks: Feature[]][] = [
  ['ext4',           ['reflink']],
  ['tmpfs',          ['reflink']],
  ['btrfs',          []],
  ['bcachefs',       []],
  ['overlay',        []],
  ['nfs4',           ['dedupe']],
  ['zfs',            ['dedupe']],
  ['cifs',           ['dedupe']],
  ['vfat',           ['hardlink', 'symlink', 'reflink']],
  ['exfat',          ['hardlink', 'symlink', 'reflink']],
  ['fuse.mergerfs',  ['reflink']],
  ['fuse.rclone',    ['hardlink', 'reflink']],
  ['fuseblk',        ['reflink']],
  ['one of the next century', []],
]

for (const [type, want] of types)
  t.test(type, async (t) => {
    const asked = (['hardlink', 'symlink', 'reflink', 'dedupe'] as const).filter(
      (feature) => lacking(feature, mount(type), () => undefined) === type,
    )
    t.strictSame(asked, want)
  })

// prettier-ignore
const disks: [type: string, file: string, want: string | undefined][] = [
  ['fuseblk',  'exfat',  'exfat'],
  ['fuseblk',  'ntfs',   undefined],
  ['fuseblk',  'short',  undefined],
  ['fuseblk',  'none',   undefined],
  ['ext4',     'exfat',  undefined], // its name is enough
]

const skip = process.platform !== 'linux' && 'Linux only'

for (const [type, file, want] of disks)
  t.test(`${type} on a disk that is ${file}`, { skip }, async (t) => {
    const on = mount(type, `${dir}/${file}`)
    const before = readdirSync('/proc/self/fd').length
    t.equal(
      lacking('hardlink', on, () => undefined),
      want,
    )
    t.equal(
      lacking('symlink', on, () => undefined),
      want,
    )
    t.equal(readdirSync('/proc/self/fd').length, before, 'the disk is closed again')
  })

// prettier-ignore
const xfs: [reflinks: boolean | undefined, want: string | undefined][] = [
  [true,      undefined],
  [undefined, undefined],
  [false,     'xfs, made without reflinks'],
]

for (const [reflinks, want] of xfs)
  t.test(`xfs with reflinks: ${reflinks}`, async (t) => {
    t.equal(
      lacking('reflink', mount('xfs'), () => reflinks),
      want,
    )
    t.equal(
      lacking('hardlink', mount('xfs'), () => reflinks),
      undefined,
    )
  })
