import { execFileSync } from 'node:child_process'
import { chownSync, closeSync, linkSync, lstatSync, lutimesSync, mkdirSync, openSync, symlinkSync, truncateSync, utimesSync, writeFileSync } from 'node:fs' // prettier-ignore
import t from 'tap'
import { mountId } from '../../../lib/fs/mount-of.js'
import { deviceNumber } from '../../../lib/fs/native/statx.js'
import { calls, noNative } from '../../helper/native.js'

const dir = t.testdir({ plain: 'x', empty: '', linked: 'y', sub: { deep: '' } })
linkSync(`${dir}/linked`, `${dir}/linked2`)
symlinkSync('plain', `${dir}/symlink`)
symlinkSync('none', `${dir}/dangling`)
execFileSync('mkfifo', [`${dir}/fifo`])
writeFileSync(`${dir}/sparse`, '')
truncateSync(`${dir}/sparse`, 5 * 2 ** 32 + 7)
writeFileSync(`${dir}/allocated`, Buffer.alloc(100_000, 1))
mkdirSync(`${dir}/${'n'.repeat(255)}`)
writeFileSync(`${dir}/spaces and "quotes"`, '')
writeFileSync(`${dir}/others`, '')
if (process.getuid?.() === 0) chownSync(`${dir}/others`, 2 ** 32 - 2, 70_000)
const touch = (name: string, date: string) => execFileSync('touch', ['-d', date, `${dir}/${name}`])
writeFileSync(`${dir}/before-1970`, '')
touch('before-1970', '1969-12-31T23:59:58.000000001Z')
writeFileSync(`${dir}/1901`, '')
touch('1901', '1901-12-13T20:45:53Z')
writeFileSync(`${dir}/nanoseconds`, '')
touch('nanoseconds', '2038-01-19T03:14:08.999999999Z')
utimesSync(`${dir}/empty`, 0, 0)
lutimesSync(`${dir}/symlink`, 1, 2)

// prettier-ignore
const names = [
  'plain', 'empty', 'linked', 'linked2', 'sub', 'sub/deep', 'symlink', 'dangling', 'fifo', 'sparse', 'allocated',
  'n'.repeat(255), 'spaces and "quotes"', 'others', 'before-1970', '1901', 'nanoseconds', '.', '..',
]
const paths = [...names.map((name) => `${dir}/${name}`), '/', '/dev/null', '/dev/tty', '/proc/self/stat', '/sys', '/tmp'] // prettier-ignore

for (const path of paths)
  t.test(`${path.slice(0, 200)} is as lstat sees it`, { skip: noNative }, async (t) => {
    const { dev, ino, mode, nlink, uid, gid, size, blocks, mtimeNs, ctimeNs } =
      lstatSync(path, { bigint: true }) // prettier-ignore
    const small = { mode, nlink, uid, gid, size, blocks }
    const numbers = Object.fromEntries(Object.entries(small).map(([name, n]) => [name, Number(n)]))
    t.strictSame(calls.statx?.(path), { dev, ino, ...numbers, mtimeNs, ctimeNs })
  })

t.test('what cannot be looked at', { skip: noNative }, async (t) => {
  for (const name of ['none', 'plain/below', 'n'.repeat(256), ''])
    t.equal(calls.statx?.(name === '' ? '' : `${dir}/${name}`), undefined)
})

t.test('the mount of what is open is the one that /proc tells', { skip: noNative }, async (t) => {
  for (const path of [`${dir}/plain`, dir, '/', '/dev', '/proc', '/sys']) {
    const fd = openSync(path, 'r')
    t.equal(calls.mountId?.(fd), mountId(fd), path)
    closeSync(fd)
  }
  t.equal(calls.mountId?.(-1), undefined)
})

// prettier-ignore
const devices: [major: number, minor: number, dev: bigint][] = [
  [0,          0,          0n],
  [0,          5,          5n],
  [8,          1,          0x801n],
  [253,        255,        0xfdffn],
  [253,        256,        0x10fd00n],
  [4095,       2 ** 20 - 1, 0xffffffffn],
  [2 ** 32 - 1, 2 ** 32 - 1, 2n ** 64n - 1n],
]

t.test('device numbers, as makedev makes them, in any order', async (t) => {
  const dev = deviceNumber()
  for (const [major, minor, want] of [...devices, ...devices.toReversed(), ...devices.slice(1, 3)])
    t.equal(dev(major, minor), want, `${major}:${minor}`)
})
