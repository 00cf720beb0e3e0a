import t from 'tap'
import { Territory } from '../../lib/plan/territory.js'
import { paths } from '../helper/plan.js'

// prettier-ignore
const ranks: [path: string, roots: string[], want: number][] = [
  ['/a/x',  ['/a'],          0],
  ['/a',    ['/a'],          0],
  ['/ab/x', ['/a'],          1],
  ['/b/x',  ['/a', '/b'],    1],
  ['/a/b/x', ['/a/b', '/a'], 0],
  ['/a/b/x', ['/a', '/a/b'], 0],
  ['/c',    ['/a', '/b'],    2],
  ['/c',    [],              0],
  ['/c',    ['/'],           0],
  ['/\xff/x', ['/\xff'],     0],
]

for (const [path, roots, want] of ranks)
  t.test(`${path} among ${roots.join(' ')}`, async (t) => {
    const territory = new Territory(paths(...roots))
    t.equal(territory.rank(Buffer.from(path, 'latin1')), want)
    t.equal(territory.holds(Buffer.from(path, 'latin1')), want < roots.length)
  })

t.test('a root that nothing was below is told, a nested one is not', async (t) => {
  const territory = new Territory(paths('/a', '/a/b', '/typo'))
  t.equal(territory.isEmpty, false)
  territory.rank(Buffer.from('/a/b/x'))
  t.strictSame(territory.unmet().map(String), ['/typo'])
  t.equal(new Territory([]).isEmpty, true)
})
