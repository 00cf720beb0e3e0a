import t from 'tap'
import { parseMounts } from '../../lib/fs/mounts.js'
import { mayOverlap, type Place } from '../../lib/walk/overlap.js'

// 8:1 is the disk of /, 8:2 that of /data, and 0:40 a btrfs whose subvolumes have other devices.
const plain = ['8:1 / /', '8:2 / /data', '0:5 / /proc']
const bind = [...plain, '8:1 /home/a /srv/a', '8:2 /photos /home/photos']
const stacked = [...plain, '8:3 / /data']
const btrfs = [...plain, '0:40 /@home /home', '0:40 /@data /data/b']

const major8 = (minor: number) => BigInt(0x800 + minor)
const one = (real: string): Place => ({ real, dev: major8(1) })
const two = (real: string): Place => ({ real, dev: major8(2) })

// prettier-ignore
const cases: [name: string, mounts: string[], places: Place[], want: boolean][] = [
  ['nothing',                                       plain,    [],                              false],
  ['one tree',                                      plain,    [one('/home')],                  false],
  ['everything',                                    plain,    [one('/')],                      false],
  ['two trees',                                     plain,    [one('/home'), one('/srv')],     false],
  ['names alike at the start',                      plain,    [one('/a'), one('/ab')],         false],
  ['the same twice',                                plain,    [one('/home'), one('/home')],    true],
  ['one below the other',                           plain,    [one('/home/a'), one('/home')],  true],
  ['a file below a directory',                      plain,    [one('/a'), one('/b'), one('/a/f')], true],
  ['the root and below it',                         plain,    [one('/'), one('/home')],        true],
  ['equal paths on two disks',                      plain,    [one('/photos'), two('/data/photos')], false],
  ['what is mounted below, and a directory in it',  plain,    [one('/'), two('/data/x')],      true],
  ['everything, with a bind mount in it',           bind,     [one('/')],                      true],
  ['a bind mount beside its source',                bind,     [one('/srv'), one('/home')],     true],
  ['a bind mount without its source',               bind,     [one('/srv')],                   false],
  ['a bind mount of another disk, and that disk',   bind,     [one('/home'), two('/data')],    true],
  ['a bind mount of another disk, not its source',  bind,     [one('/home'), two('/data/x')],  false],
  ['below a bind mount, and its source',            bind,     [one('/srv/a/x'), one('/home/a/x/y')], true],
  ['a mount on top of another: the upper one',      stacked,  [{ real: '/data/x', dev: major8(3) }, two('/mnt')], true],
  ['a device that the mounts do not name',          btrfs,    [{ real: '/home', dev: 77n }],   true],
]

for (const [name, mounts, places, want] of cases)
  t.test(name, async (t) => {
    const text = mounts.map((line) =>
      line.replace(/^(\S+) (\S+) (\S+)$/, '1 1 $1 $2 $3 rw - ext4 x'),
    )
    t.equal(mayOverlap(places, parseMounts(text.join('\n'))), want)
    t.equal(mayOverlap([...places].reverse(), parseMounts(text.join('\n'))), want, 'in any order')
  })

t.test('a mount on top of another hides it', async (t) => {
  const mounts = parseMounts(
    '1 1 8:1 / / rw - ext4 x\n1 1 8:2 / /data rw - ext4 x\n1 1 8:3 / /data rw - ext4 x',
  )
  const upper = { real: '/data/x', dev: major8(3) }
  t.equal(mayOverlap([upper, one('/home')], mounts), false)
  t.equal(mayOverlap([two('/data/x')], mounts), true, 'what is hidden cannot be told')
})
