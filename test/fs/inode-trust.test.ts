import t from 'tap'
import { inodeTrust } from '../../lib/fs/inode-trust.js'
import { file } from '../helper/records.js'

// prettier-ignore
const types: [name: string, type: number | undefined, isTrusted: boolean][] = [
  ['ext4',                    0xef53,     true],
  ['btrfs',                   0x9123683e, true],
  ['xfs',                     0x58465342, true],
  ['tmpfs',                   0x01021994, true],
  ['FUSE',                    0x65735546, false],
  ['NFS',                     0x6969,     false],
  ['CIFS',                    0xff534d42, false],
  ['SMB2',                    0xfe534d42, false],
  ['9P',                      0x01021997, false],
  ['a file that is not there', undefined, false],
]

for (const [name, type, want] of types)
  t.test(`${name} is ${want ? '' : 'not '}trusted`, async (t) => {
    t.equal(inodeTrust(() => type)(file('/f')), want)
  })

t.test('a file system is asked once, by a file that is there', async (t) => {
  const asked: string[] = []
  const isTrusted = inodeTrust((path) => {
    asked.push(String(path))
    return String(path) === '/gone' ? undefined : 0xef53
  })
  const found = ['/gone', '/a', '/b', '/gone'].map((path) => isTrusted(file(path, { dev: '7' })))
  t.strictSame(found, [false, true, true, true])
  t.strictSame(asked, ['/gone', '/a'])
  for (let dev = 0; dev < 2000; dev++) isTrusted(file('/x', { dev: String(dev) }))
  isTrusted(file('/b', { dev: '7' }))
  t.equal(asked.at(-1), '/b', 'a million devices are not remembered')
})

t.test('the file system of this file tells', async (t) => {
  t.type(inodeTrust()(file(import.meta.filename)), 'boolean')
  t.equal(inodeTrust()(file('/nowhere')), false)
})
