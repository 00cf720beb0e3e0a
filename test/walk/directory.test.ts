import t from 'tap'
import { subDirectory, topDirectory } from '../../lib/walk/directory.js'

const id = { dev: 1n, ino: 2n }

t.test('an operand, and what is below it', async (t) => {
  const top = topDirectory('/p', id)
  t.match(top, { path: '/p', root: '/p', below: '', depth: 0, isPlain: false, ...id })
  const one = subDirectory(top, 'a', { dev: 1n, ino: 3n }, false)
  t.match(one, { path: '/p/a', root: '/p', below: 'a/', depth: 1, ino: 3n })
  t.match(subDirectory(one, 'b', id, false), { path: '/p/a/b', below: 'a/b/', depth: 2 })
})

t.test('the root of all needs no second slash', async (t) => {
  const top = topDirectory('/', id)
  t.match(top, { path: '', root: '/' })
  t.match(subDirectory(top, 'etc', id, false), { path: '/etc', root: '/', below: 'etc/' })
})

t.test('behind a symlink begins a root of its own, but not a place of its own', async (t) => {
  const link = subDirectory(topDirectory('/p', id), 'link', id, true)
  t.match(link, { path: '/p/link', root: '/p/link', below: 'link/', depth: 1 })
  t.match(subDirectory(link, 'a', id, false), { path: '/p/link/a', root: '/p/link', depth: 2 })
})
