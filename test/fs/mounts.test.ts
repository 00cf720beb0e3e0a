import { statSync } from 'node:fs'
import t from 'tap'
import { isAtOrBelow, majorMinor, parseMounts, readMounts } from '../../lib/fs/mounts.js'

t.test('a line of mountinfo', async (t) => {
  const text = [
    '27 1 254:0 / / rw,relatime shared:1 master:2 - ext4 /dev/vda rw,discard',
    '28 27 0:39 /sub\\040dir /mnt/a\\134b\\012c rw - fuse.mergerfs 1:2 rw,user_id=0',
    '',
  ].join('\n')
  t.strictSame(parseMounts(text), [
    {
      id: '27',
      dev: '254:0',
      root: '/',
      point: '/',
      type: 'ext4',
      source: '/dev/vda',
      readOnly: false,
    },
    {
      id: '28',
      dev: '0:39',
      root: '/sub dir',
      point: '/mnt/a\\b\nc',
      type: 'fuse.mergerfs',
      source: '1:2',
      readOnly: false,
    },
  ])
})

// prettier-ignore
const options: [mount: string, superblock: string, readOnly: boolean][] = [
  ['rw,relatime',       'rw',               false],
  ['ro,relatime',       'rw',               true],
  ['rw',                'rw,errors=ro',     false],
  ['rw',                'ro',               true],
]

for (const [mount, superblock, readOnly] of options)
  t.test(`${mount} of a file system that is ${superblock}`, async (t) => {
    const [found] = parseMounts(`27 1 254:0 / / ${mount} - ext4 /dev/vda ${superblock}`)
    t.equal(found?.readOnly, readOnly)
  })

t.test('the mounts of this machine', async (t) => {
  const mounts = readMounts()
  if (mounts === undefined) return t.comment('this system does not tell')
  t.ok(mounts.some(({ point }) => point === '/'))
  const proc = mounts.find(({ point }) => point === '/proc')
  t.equal(
    majorMinor(statSync('/proc', { bigint: true }).dev),
    proc?.dev,
    'numbers as stat has them',
  )
})

// prettier-ignore
const devices: [dev: bigint, want: string][] = [
  [65024n,              '254:0'],
  [39n,                 '0:39'],
  [1050625n,            '8:257'],
  [17592186044675n,     '4097:3'],
  [4486011737341696n,   '1048575:1048576'],
]

for (const [dev, want] of devices)
  t.test(`device ${dev}`, async (t) => t.equal(majorMinor(dev), want))

// prettier-ignore
const below: [path: string, above: string, want: boolean][] = [
  ['/a/b',  '/a/b',  true],
  ['/a/b',  '/a',    true],
  ['/a/bc', '/a/b',  false],
  ['/a',    '/a/b',  false],
  ['/a',    '/',     true],
  ['/',     '/',     true],
]

for (const [path, above, want] of below)
  t.test(`${path} below ${above}`, async (t) => t.equal(isAtOrBelow(path, above), want))
