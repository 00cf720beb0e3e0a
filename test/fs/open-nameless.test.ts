import { closeSync, fstatSync, readdirSync, readSync, writeSync } from 'node:fs'
import t from 'tap'
import { openNameless } from '../../lib/fs/open-nameless.js'

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
