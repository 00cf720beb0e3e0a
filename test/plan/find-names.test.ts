import t from 'tap'
import { findNames } from '../../lib/plan/find-names.js'
import { policyOf } from '../../lib/plan/policy.js'
import { Tally } from '../../lib/plan/tally.js'
import type { FileRecord } from '../../lib/record/file.js'
import { nameOf, paths } from '../helper/plan.js'
import { file } from '../helper/records.js'

const isStacked = ({ dev }: FileRecord) => dev === '9'

function found(files: FileRecord[], flags = {}) {
  const tally = new Tally()
  const names = findNames(files, policyOf('delete', flags, undefined, isStacked), tally)
  return { names, text: names.map((name) => nameOf(name.file)).join(' '), tally }
}

t.test('names come in the order in which they are wanted', async (t) => {
  const files = [file('/b'), file('/c', { mtimeNs: '1500000000000000000' }), file('/p/a')]
  t.equal(found(files).text, '/c /b /p/a')
  t.equal(found(files, { primary: paths('/p') }).text, '/p/a /c /b')
})

t.test('names of one inode share it, and the highest count of links', async (t) => {
  const a = file('/a', { nlink: 2 })
  const { names } = found([
    file('/z', { ino: a.ino, nlink: 3 }),
    a,
    file('/b', { dev: '2', ino: a.ino }),
  ])
  t.equal(names[0]!.inode, names[2]!.inode)
  t.not(names[0]!.inode, names[1]!.inode)
  t.equal(names[0]!.inode.nlink, 3)
  t.strictSame(
    names[0]!.inode.names.map(({ file }) => file.path),
    ['/a', '/z'],
  )
})

t.test('more names than links: an alias, locked', async (t) => {
  const a = file('/a')
  const { names } = found([a, file('/mnt/a', { ino: a.ino }), file('/b')])
  t.strictSame(
    names.map(({ lock }) => lock),
    ['alias', undefined, 'alias'],
  )
})

t.test(
  'a file that is seen on two devices is one, locked, however many links it has',
  async (t) => {
    const a = file('/a', { nlink: 2 })
    const view = file('/view/a', { dev: '9', ino: a.ino, nlink: 2 })
    const { names } = found([a, view, file('/b')])
    t.strictSame(
      names.map(({ lock }) => lock),
      ['alias', undefined, 'alias'],
    )
    t.equal(names[0]!.inode, names[2]!.inode)
  },
)

const a = file('/a', { root: '/a' })

// prettier-ignore
const twice: [name: string, files: FileRecord[], want: string, changed: number][] = [
  ['the same facts: once',             [a, { ...a }, file('/b')],                                '/a /b', 0],
  ['another inode: not at all',        [a, { ...a, ino: '7' }, file('/b')],                      '/b',    1],
  ['another mtime: not at all',        [a, file('/b'), { ...a, mtimeNs: '7' }],                  '/b',    1],
  ['another ctime: not at all',        [{ ...a, ctimeNs: '7' }, a, file('/b')],                  '/b',    1],
  ['three times, one of them unlike',  [a, { ...a, ctimeNs: '7' }, { ...a }, file('/b')],        '/b',    1],
]

for (const [name, files, want, changed] of twice)
  t.test(`a path that is listed twice, ${name}`, async (t) => {
    const { text, tally } = found(files)
    t.equal(text, want)
    t.equal(
      tally.totals.skipped.reduce((sum, [, names]) => sum + names, 0),
      changed,
    )
  })

t.test('a path below two roots has the same root in whatever order they come', async (t) => {
  const [one, two] = [
    file('/r/s/a', { ino: '5', root: '/r' }),
    file('/r/s/a', { ino: '5', root: '/r/s' }),
  ]
  for (const files of [
    [one, two],
    [two, one],
  ])
    t.strictSame(
      found(files).names.map(({ file }) => file.root),
      ['/r'],
    )
})
