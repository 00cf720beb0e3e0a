import t from 'tap'
import { findNames } from '../../lib/plan/find-names.js'
import { policyOf, type PlanFlags } from '../../lib/plan/policy.js'
import { Tally } from '../../lib/plan/tally.js'
import { isLocked, lockRoots, rootKey, unitsOf } from '../../lib/plan/unit.js'
import type { FileRecord } from '../../lib/record/file.js'
import { paths } from '../helper/plan.js'
import { file } from '../helper/records.js'

const a = file('/r/a', { root: '/r', nlink: 2 })
const alsoA = file('/s/a', { root: '/s', ino: a.ino, nlink: 2 })
const b = file('/r/b', { root: '/r' })

function units(files: FileRecord[], flags: PlanFlags) {
  const policy = policyOf('delete', flags)
  return unitsOf(findNames(files, policy, new Tally()), policy)
}

// prettier-ignore
const cases: [name: string, flags: PlanFlags, want: string[]][] = [
  ['an inode is a unit',          {},                ['/r/a /s/a', '/r/b']],
  ['with --isolate a root is',    { isolate: true }, ['/r/a /r/b', '/s/a']],
]

for (const [name, flags, want] of cases)
  t.test(name, async (t) => {
    const found = units([b, alsoA, a], flags)
    t.strictSame(
      found.map(({ names }) => names.map(({ file }) => file.path).join(' ')),
      want,
    )
    t.strictSame(
      found.map(({ best }) => best.file.path),
      want.map((text) => text.split(' ')[0]),
    )
  })

t.test('a root with one name that must stay stays whole', async (t) => {
  const found = units([a, b, alsoA], { isolate: true, primary: paths('/r/a') })
  t.strictSame(found.map(isLocked), [true, false])
  lockRoots(found)
  t.strictSame(
    found.map(({ names }) => names.map(({ lock }) => lock ?? '')),
    [['protected', 'protected'], ['']],
  )
})

t.test('roots in either spelling are told apart, and from none', async (t) => {
  t.equal(rootKey(file('/a', { root: '/r' })), '/r')
  t.equal(
    rootKey({ ...file('/a'), root: undefined, root64: 'L/8=' } as unknown as FileRecord),
    'base64:L/8=',
  )
  t.equal(rootKey({ ...file('/a'), root: undefined } as unknown as FileRecord), '')
})
