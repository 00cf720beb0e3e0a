import t from 'tap'
import { PoolSpace } from '../../lib/plan/pool-space.js'
import { file } from '../helper/records.js'
import { branches, onBranch, type Modes } from '../helper/pool-plan.js'

const a = onBranch('/a', 'x')
const { root: _, ...rootless } = file('/x')

// prettier-ignore
const cases: [name: string, modes: Modes, of: typeof a, readOnly: boolean, reluctant: boolean][] = [
  ['RW',                   {},                                   a,                   false, false],
  ['NC',                   { '/a': { mode: 'NC' } },             a,                   false, true],
  ['RO',                   { '/a': { mode: 'RO' } },             a,                   true,  false],
  ['too full',             { '/a': { free: 9, minFree: 10 } },   a,                   false, true],
  ['just not',             { '/a': { free: 10, minFree: 10 } },  a,                   false, false],
  ['of no branch',         {},                                   onBranch('/d', 'x'), false, true],
  ['without a root',       {},                                   rootless as typeof a, false, true],
]

for (const [name, modes, of, readOnly, reluctant] of cases)
  t.test(`a file on a branch: ${name}`, async (t) => {
    const space = new PoolSpace(branches(modes))
    t.strictSame([space.isReadOnly(of), space.isReluctant(of)], [readOnly, reluctant])
  })

t.test('what was freed is free', async (t) => {
  const space = new PoolSpace(branches())
  space.give(a, 500)
  space.give(a, 1)
  t.strictSame([space.freeAfter(a), space.freeAfter(onBranch('/b', 'x'))], [1501, 1000])
  t.equal(space.freeAfter(onBranch('/d', 'x')), 0)
})
