import { symlinkSync } from 'node:fs'
import t from 'tap'
import { makeDir, removeEmptied } from '../../lib/apply/make-dir.js'
import { runOn } from '../helper/apply-run.js'
import { Scratch } from '../helper/scratch.js'

t.test('directories that are missing are made, and made durable', async (t) => {
  const scratch = new Scratch(t)
  const synced: number[] = []
  const run = runOn({ sync: (fd) => void synced.push(fd) })
  const dir = makeDir(run, scratch.at('a\xff/b/c'))
  t.strictSame(scratch.names(), ['a\xff/', 'a\xff/b/', 'a\xff/b/c/'])
  t.equal(synced.length, 3, 'each parent')
  t.equal(makeDir(run, scratch.at('a\xff/b/c')), dir)
  t.equal(synced.length, 3)
  run.dirs.closeAll()
})

t.test('through a symlink, not over a file', async (t) => {
  const scratch = new Scratch(t)
  scratch.write('real/file')
  symlinkSync('real', scratch.at('alias'))
  const run = runOn()
  makeDir(run, scratch.at('alias/new'))
  t.ok(scratch.exists('real/new'))
  t.throws(() => makeDir(run, scratch.at('real/file/new')), { code: 'ENOTDIR' })
  run.dirs.closeAll()
})

t.test('emptied directories go, up to the root, which stays', async (t) => {
  const scratch = new Scratch(t)
  scratch.write('root/full/file')
  const run = runOn()
  makeDir(run, scratch.at('root/full/a/b'))
  run.dirs.closeAll()
  removeEmptied(run, scratch.at('root/full/a/b/gone'), scratch.at('root'))
  t.strictSame(scratch.names(), ['root/', 'root/full/', 'root/full/file'])
  scratch.remove('root/full/file')
  removeEmptied(run, scratch.at('root/full/file'), scratch.at('root'))
  t.strictSame(scratch.names(), ['root/'])
  removeEmptied(run, scratch.at('elsewhere/file'), scratch.at('root'))
  t.strictSame(scratch.names(), ['root/'])
  run.dirs.closeAll()
})
