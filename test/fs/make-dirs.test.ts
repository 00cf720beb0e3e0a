import { mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import t from 'tap'
import { makeDirs } from '../../lib/fs/make-dirs.js'
import { cannotMount, remount, tmpfs } from '../helper/mounts.js'

t.test('directories are made as far as they are not there', async (t) => {
  const dir = t.testdir({ a: {} })
  symlinkSync('a', `${dir}/link`)
  const open = readdirSync('/proc/self/fd').length
  for (const path of ['a', 'a/b/c', 'a/b/c', 'link/b/d/e/', '..//x/y'.slice(4)])
    makeDirs(`${dir}/${path}`, 0o700)
  for (const path of ['a/b', 'a/b/c', 'a/b/d', 'a/b/d/e', 'x/y'])
    t.equal(statSync(`${dir}/${path}`).mode & 0o777, 0o700, path)
  t.equal(readdirSync('/proc/self/fd').length, open, 'none is left open')
  t.not(statSync(`${dir}/a`).mode & 0o777, 0o700, 'what is there stays as it is')
})

// prettier-ignore
const refused: [path: string, code: string, named: string][] = [
  ['file/x/y',     'ENOTDIR', 'file/x/y'],
  ['dangling/x',   'ENOENT',  'dangling/x'],
  [`${'n'.repeat(300)}/x`, 'ENAMETOOLONG', `${'n'.repeat(300)}/x`],
]

for (const [path, code, named] of refused)
  t.test(`${path.slice(0, 20)} cannot be made`, async (t) => {
    const dir = t.testdir({})
    writeFileSync(`${dir}/file`, '')
    symlinkSync('gone', `${dir}/dangling`)
    t.throws(() => makeDirs(`${dir}/${path}`, 0o700), { code, path: `${dir}/${named}` })
  })

t.test('where nothing can be made', { skip: cannotMount() }, async (t) => {
  t.throws(() => makeDirs('/proc/.local/state', 0o700), { code: 'ENOENT', path: '/proc/.local' })
  const mount = tmpfs(t)
  mkdirSync(`${mount}/there`)
  remount(mount, 'ro')
  const [code, path] = ['EROFS', `${mount}/.local`]
  t.throws(() => makeDirs(`${mount}/.local/state/x`, 0o700), { code, path })
  t.doesNotThrow(() => makeDirs(`${mount}/there`, 0o700))
})
