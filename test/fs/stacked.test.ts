import t from 'tap'
import { stacked } from '../../lib/fs/stacked.js'
import { file } from '../helper/records.js'

// prettier-ignore
const types: [name: string, type: number | undefined, isStacked: boolean][] = [
  ['ext4',       0xef53,     false],
  ['XFS',        0x58465342, false],
  ['Btrfs',      0x9123683e, false],
  ['tmpfs',      0x01021994, false],
  ['vfat',       0x4d44,     false],
  ['overlayfs',  0x794c7630, true],
  ['aufs',       0x61756673, true],
  ['eCryptfs',   0xf15f,     true],
  ['FUSE',       0x65735546, true],
  ['NFS',        0x6969,     true],
  ['CIFS',       0xff534d42, true],
  ['a name that is not here', undefined, false],
]

for (const [name, type, want] of types)
  t.test(`${name} shows ${want ? '' : 'no '}files of others`, async (t) => {
    t.equal(stacked(() => type)(file('/f')), want)
  })

t.test('a name on another machine is not asked for', async (t) => {
  const typeOf = () => t.fail() as never
  t.equal(stacked(typeOf)(file('/f', { host: 'another-machine' })), false)
})

t.test('a name that is nowhere is on no such file system', async (t) => {
  t.equal(stacked()(file('/nowhere/at/all')), false)
})
