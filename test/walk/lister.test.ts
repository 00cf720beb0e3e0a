import { execFileSync } from 'node:child_process'
import { chownSync, linkSync, lstatSync, lutimesSync, mkdirSync, symlinkSync, truncateSync, utimesSync, writeFileSync } from 'node:fs' // prettier-ignore
import t from 'tap'
import { fileStatOf } from '../../lib/fs/file-stat.js'
import { deviceNumber } from '../../lib/fs/native/device-number.js'
import { isPlain } from '../../lib/walk/latin1-path.js'
import { BY_PATH, nativeLister, NODE_LISTER, type Lister } from '../../lib/walk/lister.js'
import { calls, noNative } from '../helper/native.js'

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

const fast = calls.byAddress && nativeLister(calls.byAddress)

/** A path as a directory and a name in it. */
function split(path: string): { readonly above: string; readonly name: string } {
  const slash = path.lastIndexOf('/')
  return { above: path.slice(0, slash), name: path.slice(slash + 1) }
}

for (const path of paths.filter((path) => path !== '/'))
  t.test(`${path.slice(0, 200)} is as lstat sees it`, { skip: noNative }, async (t) => {
    const want = fileStatOf(lstatSync(path, { bigint: true }))
    const { above, name } = split(path)
    const { handle } = fast!.list(above || '/', true)
    t.strictSame({ ...fast!.look(handle, above, name, true) }, want, 'from its directory')
    t.strictSame({ ...fast!.look(BY_PATH, above, name, true) }, want, 'by its path')
    t.strictSame(NODE_LISTER.look(BY_PATH, above, name, true), want, 'by Node')
    fast!.close(handle)
  })

for (const [who, one] of [
  ['Node', NODE_LISTER],
  ['the C library', fast],
] as const)
  t.test(`${who}: what cannot be listed, or looked at`, { skip: !one && noNative }, async (t) => {
    for (const name of ['none', 'plain/below', 'x'.repeat(256), 'x'.repeat(10_000)]) {
      const code = { code: name === 'none' ? 'ENOENT' : name.length > 255 ? 'ENAMETOOLONG' : 'ENOTDIR' } // prettier-ignore
      t.throws(() => one!.look(BY_PATH, dir, name, true), code)
      t.throws(() => one!.list(`${dir}/${name}`, true), code)
    }
    t.throws(() => one!.list(`${dir}/plain`, true), { code: 'ENOTDIR' })
    const { handle } = one!.list(dir, true)
    t.throws(() => one!.look(handle, dir, 'none', true), { code: 'ENOENT' })
    one!.close(handle)
  })

for (let byte = 1; byte < 256; byte++)
  if (byte !== 0x2f)
    t.test(`a name with the byte ${byte}`, { skip: noNative }, async (t) => {
      const name = `a${String.fromCharCode(byte)}`
      const root = t.testdir({})
      writeFileSync(Buffer.from(`${root}/${name}`, 'latin1'), '')
      for (const one of [fast!, NODE_LISTER]) {
        const { names, arePlain, handle } = one.list(root, false)
        t.strictSame(names, [name])
        t.equal(arePlain, isPlain(name))
        t.equal(one.look(handle, root, name, false).size, 0)
        one.close(handle)
      }
    })

t.test('the names in a directory', { skip: noNative }, async (t) => {
  const odd = ['\xff', 'new\nline', '\xc3\xa9', ' ', '...', '-rf', '\x01'.repeat(255)]
  const many = Array.from({ length: 3000 }, (_, i) => `${'n'.repeat(i % 200)}${i}`)
  const root = t.testdir({})
  for (const name of [...odd, ...many]) writeFileSync(Buffer.from(`${root}/${name}`, 'latin1'), '')
  const names = (one: Lister, path: string, links: boolean) => {
    const { names, arePlain, handle } = one.list(path, links)
    one.close(handle)
    t.equal(arePlain, isPlain(names.join('')), path)
    return names.sort()
  }
  t.strictSame(names(fast!, root, false), [...odd, ...many].sort())
  t.strictSame(names(fast!, root, false), names(NODE_LISTER, root, false))
  const all = names(NODE_LISTER, dir, true)
  t.strictSame(
    names(fast!, dir, true),
    all.filter((name) => name !== 'fifo'),
  )
  t.strictSame(names(fast!, dir, false), all.filter((name) => !['fifo', 'symlink', 'dangling'].includes(name))) // prettier-ignore
  t.strictSame(names(fast!, `${dir}/sub`, false), ['deep'])
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
