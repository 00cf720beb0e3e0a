import { closeSync, fstatSync, readdirSync, readSync, writeSync } from 'node:fs'
import t from 'tap'
import { openNameless } from '../../lib/fs/open-nameless.js'
import { cannotMount, exfat } from '../helper/mounts.js'

t.test('a file to read and write, that nobody finds', async (t) => {
  const dir = t.testdir()
  const fd = openNameless(dir)
  t.strictSame(readdirSync(dir), [])
  writeSync(fd, 'abc')
  const into = Buffer.alloc(3)
  readSync(fd, into, 0, 3, 0)
  t.equal(into.toString(), 'abc')
  const { mode, nlink } = fstatSync(fd)
  t.equal(mode & 0o777, 0o600)
  t.equal(nlink, 0)
  closeSync(fd)
})

t.test('two of them are two', async (t) => {
  const dir = t.testdir()
  const [a, b] = [openNameless(dir), openNameless(dir)]
  t.not(fstatSync(a, { bigint: true }).ino, fstatSync(b, { bigint: true }).ino)
  closeSync(a)
  closeSync(b)
})

t.test('a directory that is not there', async (t) => {
  t.throws(() => openNameless('/not/there'), { code: 'ENOENT' })
})

t.test('where no file is made without a name', { skip: cannotMount('exfat') }, async (t) => {
  const dir = exfat(t)
  const fd = openNameless(dir)
  const ours = readdirSync(dir).filter((name) => name.startsWith('.dd-tools'))
  t.strictSame(ours, [], 'the name that it was given is gone')
  t.equal(fstatSync(fd).mode & 0o100_000, 0o100_000)
  closeSync(fd)
})
