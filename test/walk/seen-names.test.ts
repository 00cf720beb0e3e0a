import t from 'tap'
import { SeenNames } from '../../lib/walk/seen-names.js'

const a = { dev: 1n, ino: 2n }
const b = { dev: 1n, ino: 3n }
const elsewhere = { dev: 2n, ino: 2n }

// prettier-ignore
const walks: [name: string, depths: number[], left: string[]][] = [
  ['once',                              [Infinity],           ['all']],
  ['twice',                             [Infinity, Infinity], ['all', 'nothing']],
  ['with less depth the second time',   [3, 2],               ['all', 'nothing']],
  ['with more depth the second time',   [1, 3, 3],            ['all', 'deeper', 'nothing']],
]

for (const [name, depths, left] of walks)
  t.test(`a directory walked ${name}`, async (t) => {
    const seen = new SeenNames()
    t.strictSame(
      depths.map((depth) => seen.enter(a, depth)),
      left,
    )
    t.equal(seen.enter(b, 1), 'all', 'another inode is another directory')
    t.equal(seen.enter(elsewhere, 1), 'all', 'as is the same inode of another device')
  })

t.test('a file given twice is taken once', async (t) => {
  const seen = new SeenNames()
  t.strictSame([seen.take(a, 'x', true), seen.take(a, 'x', true)], [true, false])
  t.ok(seen.take(a, 'y', true), 'another name')
  t.ok(seen.take(b, 'x', true), 'another directory')
})

t.test('a file in a directory that was walked is not taken again', async (t) => {
  const seen = new SeenNames()
  seen.enter(a, 1)
  t.notOk(seen.take(a, 'x', true))
  t.ok(seen.take(a, '.x', false), 'unless that walk would have left it out')
  t.notOk(seen.take(a, '.x', false))
})

t.test('a directory knows which of its files were taken before', async (t) => {
  const seen = new SeenNames()
  seen.take(a, 'x', true)
  t.ok(seen.taken(a)?.has('x'))
  t.notOk(seen.taken(a)?.has('y'))
  t.equal(seen.taken(b), undefined)
})
