import t from 'tap'
import { findNames } from '../../lib/plan/find-names.js'
import { isLink, partKey } from '../../lib/plan/parts.js'
import { PLAN_OPS, policyOf, type PlanFlags, type PlanOp } from '../../lib/plan/policy.js'
import { Tally } from '../../lib/plan/tally.js'
import { splitBy } from '../../lib/record/split-by.js'
import { file } from '../helper/records.js'

const a = file('/a', { nlink: 2 })
const files = [
  a,
  file('/a2', { ino: a.ino, nlink: 2, mode: 0o100600 }), // chmod between two looks
  file('/dev', { dev: '2' }),
  file('/gid', { gid: 7 }),
  file('/mode', { mode: 0o100600 }),
  file('/same'),
  file('/uid', { uid: 7 }),
]

const all = '/a /a2 /dev /gid /mode /same /uid'
const byDevice = '/a /a2 /gid /mode /same /uid | /dev'
const strict = '/a /a2 /same | /dev | /gid | /mode | /uid'

// prettier-ignore
const cases: [op: PlanOp, flags: PlanFlags, want: string][] = [
  ['delete',   {},                       all],
  ['move',     {},                       all],
  ['symlink',  {},                       all],
  ['reflink',  {},                       byDevice],
  ['hardlink', {},                       strict],
  ['hardlink', { metadata: 'ignore' },   byDevice],
]

for (const [op, flags, want] of cases)
  t.test(`${op} ${JSON.stringify(flags)}`, async (t) => {
    const policy = policyOf(op, flags)
    const parts = splitBy(findNames(files, policy, new Tally()), partKey(policy))
    const text = parts.map((part) => part.map(({ file }) => file.path).join(' ')).join(' | ')
    t.equal(text, want)
  })

t.test('delete and move make no file of the name', async (t) => {
  t.strictSame(PLAN_OPS.filter(isLink), ['hardlink', 'reflink', 'symlink', 'pool-link'])
})
