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

t.test('nothing is mistyped while there is no input', async (t) => {
  const territory = new Territory(paths('/a'))
  t.strictSame([territory.isMet, territory.unmet()], [false, []])
  territory.rank(Buffer.from('/b'))
  t.strictSame([territory.isMet, territory.unmet().map(String)], [false, ['/a']])
  territory.rank(Buffer.from('/a/x'))
  t.strictSame([territory.isMet, territory.unmet()], [true, []])
  t.equal(new Territory([]).isMet, true)
})

t.test('what a path is found to lie in counts like what it is written to be in', async (t) => {
  const asked: string[] = []
  const ground = {
    spread: (root: Buffer) => [root, Buffer.concat([Buffer.from('/disk'), root])],
    finder: (trees: readonly (readonly Buffer[])[]) => (path: Buffer) => {
      asked.push(`${path} ${trees.map((places) => places.join('+')).join(' ')}`)
      return String(path).startsWith('/link') ? [1] : []
    },
  }
  const territory = new Territory(paths('/a', '/b'), ground)
  const ranks = ['/a/x', '/disk/b/x', '/link/x', '/x'].map((path) =>
    territory.rank(Buffer.from(path)),
  )
  t.strictSame(ranks, [0, 1, 1, 2])
  t.strictSame(asked[2], '/link/x /a+/disk/a /b+/disk/b')
  t.strictSame(territory.unmet(), [])
})
