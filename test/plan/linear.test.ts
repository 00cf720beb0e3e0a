// The work grows with the number of copies, and not with its square: operations are counted.
import t from 'tap'
import { linear } from '../helper/counted-work.js'
import { planPoolGroup } from '../../lib/plan/plan-pool-group.js'
import { planRecord } from '../../lib/plan/plan-records.js'
import { policyOf, type PlanFlags, type PlanOp } from '../../lib/plan/policy.js'
import { poolPolicy } from '../../lib/plan/pool-policy.js'
import { Tally } from '../../lib/plan/tally.js'
import type { FileRecord } from '../../lib/record/file.js'
import { HERE } from '../../lib/record/host.js'
import { group, paths } from '../helper/plan.js'
import { file } from '../helper/records.js'

const N = 600

/** Names in no order, each in one of three directories. */
const name = (i: number) => `/${'abc'[i % 3]}/${(i * 7919) % 10_007}`
const plain = (i: number) => file(name(i), { ino: String(i) })
const isStacked = ({ dev }: FileRecord) => dev === '2'
const shapes: { readonly [shape: string]: (i: number) => FileRecord } = {
  'all unlike': plain,
  'each modified at another time': (i) => ({
    ...plain(i),
    mtimeNs: `${(i * 7919) % 10_007}000000000`,
  }),
  'each of another owner': (i) => ({ ...plain(i), uid: i }),
  'each on another device': (i) => ({ ...plain(i), dev: String(i) }),
  'seen on two devices': (i) => file(name(i), { ino: String(i >> 1), dev: `${1 + (i % 2)}` }),
  'alike on two others': (i) => file(name(i), { ino: String(i >> 1), dev: `${3 + (i % 2)}` }),
  'every other one elsewhere': (i) =>
    file(name(i), { ino: String(i), host: i % 2 === 0 ? HERE : 'nas1' }),
  'each below a root of its own': (i) => file(`/r${i}/x`, { root: `/r${i}` }),
  'hard links of two inodes': (i) => file(name(i), { ino: String(i % 2), nlink: 1e6 }),
  'hard links that have a name elsewhere': (i) => file(name(i), { ino: String(i >> 1), nlink: 3 }),
  'each listed twice': (i) => ({ ...plain(i >> 1) }),
  'each listed twice, and changed': (i) => ({ ...plain(i >> 1), mtimeNs: String(i) }),
  'each an alias': (i) => file(name(i), { ino: String(i >> 1), nlink: 1 }),
}

// prettier-ignore
const plans: [op: PlanOp, flags: PlanFlags][] = [
  ['delete',   {}],
  ['hardlink', {}],
  ['reflink',  { keep: ['newest', 'shortest', 'last'] }],
  ['move',     { to: Buffer.from('/t') }],
  ['delete',   { primary: paths('/a') }],
  ['symlink',  { within: paths('/b', '/r1') }],
  ['delete',   { isolate: true }],
  ['delete',   { copies: 300 }],
  ['delete',   { copies: 300, onDevices: true }],
]

for (const [op, flags] of plans)
  for (const [shape, make] of Object.entries(shapes))
    t.test(`${op} ${Object.keys(flags).join(' ')}: ${shape}`, async (t) => {
      await linear(
        t,
        (n) => {
          const files = Array.from({ length: n }, (_, i) => make(i))
          const policy = policyOf(op, flags, undefined, isStacked)
          return [...planRecord(group(files), policy, new Tally())]
        },
        N,
      )
    })

for (const [shape, make] of Object.entries(shapes))
  t.test(`pool-link: ${shape}, many of them protected`, async (t) => {
    const branches = ['/a', '/b', '/c'].map((path) => ({ path }))
    const space = branches.map(
      ({ path }) => ({ root: path, mode: 'RW', free: 1, minFree: 0 }) as const,
    )
    await linear(
      t,
      (n) => {
        const files = Array.from({ length: n }, (_, i) => ({
          ...make(i),
          root: `/${'abc'[i % 3]}`,
        }))
        const wanted = { primary: paths('/a'), keep: ['oldest'] } as const
        const policy = policyOf('pool-link', wanted, undefined, isStacked)
        return planPoolGroup(
          group(files as FileRecord[]),
          poolPolicy(policy, { space, branches }),
          new Tally(),
        )
      },
      N,
    )
  })
