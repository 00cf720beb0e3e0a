import t from 'tap'
import { Chains } from '../../lib/sort/chains.js'
import { byPath, Classes } from '../../lib/prefix/classes.js'
import { Findings } from '../../lib/prefix/findings.js'
import { file } from '../helper/records.js'
import { listedOnly } from '../helper/remembered.js'

/** Files 0 and 2 have one content, 0 and 3 are one file, and so are 2 and 4. */
function example() {
  const files = listedOnly(['/e', '/d', '/c', '/b', '/a'].map((path) => file(path)))
  const names = new Chains(5)
  names.add(0, 3)
  names.add(2, 4)
  const found = new Findings(5)
  found.join(0, 2)
  return new Classes(files, names, found)
}

t.test('all names of all files of a content, by path', async (t) => {
  const want = [
    { file: 4, path: '/a' },
    { file: 3, path: '/b' },
    { file: 2, path: '/c' },
    { file: 0, path: '/e' },
  ]
  const classes = example()
  t.strictSame(classes.namesOf(0), want)
  t.strictSame(classes.namesOf(1), [{ file: 1, path: '/d' }])
  t.strictSame(classes.namesOf(0), want, 'again, after another')
  t.strictSame(classes.namesOf(0), want, 'and again')
})

t.test('the names of one file', async (t) => {
  const paths = (head: number) => [...example().namesOfFile(head)].map(({ path }) => path).sort()
  t.strictSame([0, 1, 2].map(paths), [['/b', '/e'], ['/d'], ['/a', '/c']])
})

t.test('several names are no several files', async (t) => {
  const files = listedOnly([file('/a'), file('/b')])
  const names = new Chains(2)
  names.add(0, 1)
  t.notOk(new Classes(files, names, new Findings(2)).hasTwins(0))
  t.ok(example().hasTwins(0))
  t.notOk(example().hasTwins(1))
})

t.test('paths go by their bytes', async (t) => {
  const paths = ['/b', '/a/c', '/a', '/\xff', '/a b', '/a'].map((path) => ({ path }))
  const sorted = paths.toSorted(byPath).map(({ path }) => path)
  t.strictSame(sorted, ['/a', '/a', '/a b', '/a/c', '/b', '/\xff'])
})

t.test('a great many names of one file', async (t) => {
  const count = 150_000
  const files = listedOnly(Array.from({ length: count }, (_, i) => file(`/${i}`)))
  const names = new Chains(count)
  for (let i = 1; i < count; i++) names.add(0, i)
  t.equal(new Classes(files, names, new Findings(count)).namesOf(0).length, count)
})
