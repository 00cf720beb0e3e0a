import { symlinkSync } from 'node:fs'
import t from 'tap'
import { makeDir, removeEmptied } from '../../lib/apply/make-dir.js'
import type { StepRecord } from '../../lib/record/step.js'
import { runOn } from '../helper/apply-run.js'
import { Scratch, step } from '../helper/scratch.js'

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

t.test('not through a symlink, not over a file', async (t) => {
  const scratch = new Scratch(t)
  scratch.write('real/file')
  symlinkSync('real', scratch.at('alias'))
  const run = runOn()
  t.throws(() => makeDir(run, scratch.at('alias/new')), { code: 'ENOTDIR' })
  t.notOk(scratch.exists('real/new'))
  t.throws(() => makeDir(run, scratch.at('real/file/new')), { code: 'ENOTDIR' })
  run.dirs.closeAll()
})

t.test(
  'emptied directories go, as far as they are named like those that are gone back to',
  async (t) => {
    const scratch = new Scratch(t)
    const left = scratch.write('root/full/file')
    const run = runOn()
    const back = (name: string, fields: Partial<StepRecord> = {}) => {
      const file = { ...left, path: `${scratch.root}/${name}` } as typeof left
      const to = `/old/${name.replace('root/', '')}`
      removeEmptied(run, step('move', file, undefined, { why: 'undo', to, ...fields }))
      run.dirs.closeAll()
      return scratch.names()
    }
    makeDir(run, scratch.at('root/full/a/b'))
    const all = ['root/', 'root/full/', 'root/full/a/', 'root/full/a/b/', 'root/full/file']
    t.strictSame(back('root/full/a/b/gone', { why: 'duplicate' }), all, 'of a move back only')
    t.strictSame(back('root/full/a/b/gone', { op: 'delete' }), all)
    t.strictSame(back('root/full/a/b/gone'), ['root/', 'root/full/', 'root/full/file'])
    scratch.remove('root/full/file')
    t.strictSame(back('root/full/file'), ['root/'])
    t.strictSame(back('elsewhere/file'), ['root/'])
  },
)
