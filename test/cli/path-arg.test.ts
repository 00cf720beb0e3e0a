import t from 'tap'
import { pathArg, pathArgs } from '../../lib/cli/path-arg.js'

const cwd = process.cwd()

// prettier-ignore
const cases: [typed: string, want: string][] = [
  ['/a/../b/./c//', '/b/c'],
  ['x',             `${cwd}/x`],
  ['.',             cwd],
  ['/é',            '/é'],
  ['/',             '/'],
]

for (const [typed, want] of cases)
  t.test(`${typed} is ${want}`, async (t) => {
    t.equal(pathArg(typed).toString(), want)
  })

t.test('a flag may be given several times', async (t) => {
  t.strictSame(pathArgs('/b', pathArgs('/a')).map(String), ['/a', '/b'])
})

t.test('an empty path is refused', async (t) => {
  t.throws(() => pathArg(''), { message: 'a path cannot be empty' })
})
