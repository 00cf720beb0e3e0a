import t from 'tap'
import { REASONS } from '../../lib/plan/tally.js'
import type { PlanFlags } from '../../lib/plan/policy.js'
import type { FileRecord } from '../../lib/record/file.js'
import { parseStep } from '../../lib/record/step.js'
import { group, paths } from '../helper/plan.js'
import { onBranch, planFor, poolOf, type Modes } from '../helper/pool-plan.js'

const k = onBranch('/a', 'Media/k', { mtimeNs: '1500000000000000000' })
const d = onBranch('/b', 's/d')
const e = onBranch('/b', 'e', { ino: d.ino, nlink: 2 })
const d2 = { ...d, nlink: 2 }
const x = onBranch('/a', 'x')
const g = onBranch('/c', 's/d')
const raw = {
  ...onBranch('/b', 'r'),
  path: undefined,
  path64: Buffer.from('/b/\xff', 'latin1').toString('base64'),
} as unknown as FileRecord
const other = onBranch('/b', 'other', { mode: 0o100600 })
const owned = onBranch('/b', 'owned', { uid: 0 })
const far = onBranch('/b', 'far', { host: 'nas' })
const sub = onBranch('/a', 'sub/x', { dev: '7' })
const primary = paths('/a/Media')

// prettier-ignore
const cases: [name: string, flags: PlanFlags, modes: Modes, files: FileRecord[], lines: string[], skipped: { [why in keyof typeof REASONS]?: number }][] = [
  ['a pool link',                       { primary },                       {}, [d, k],           ['pool-link /b/s/d -> /a/Media/k as /a/s/d'], {}],
  ['on the same branch, a hard link',   { primary },                       {}, [x, k],           ['hardlink /a/x -> /a/Media/k'], {}],
  ['both',                              { primary },                       {}, [x, d, k],        ['hardlink /a/x -> /a/Media/k', 'pool-link /b/s/d -> /a/Media/k as /a/s/d'], {}],
  ['one name on two branches',          { primary },                       {}, [d, g, k],        ['pool-link /b/s/d -> /a/Media/k as /a/s/d', 'pool-link /c/s/d -> /a/Media/k as /a/s/d'], {}],
  ['a name that is not UTF-8',          { primary },                       {}, [raw, k],         ['pool-link /b/\xff -> /a/Media/k as /a/\xff'], {}],
  ['two names of one file',             { primary },                       {}, [d2, e, k],       ['pool-link /b/e -> /a/Media/k as /a/e', 'pool-link /b/s/d -> /a/Media/k as /a/s/d'], {}],
  ['one of them is not listed',         { primary },                       {}, [d2, k],          [], { 'frees-nothing': 1 }],
  ['one copy',                          { primary },                       {}, [k],              [], { alone: 1 }],
  ['two names of it',                   { keep: ['oldest'] },              {}, [d2, e],          [], { alone: 2 }],
  ['another mode',                      { primary },                       {}, [other, k],       [], { metadata: 1 }],
  ['another owner',                     { primary },                       {}, [owned, k],       [], { metadata: 1 }],
  ['which does not matter',             { primary, metadata: 'ignore' },   {}, [other, k],       ['pool-link /b/other -> /a/Media/k as /a/other'], {}],
  ['none below --primary',              { primary },                       {}, [d, x],           [], { 'no-primary': 2 }],
  ['but --keep',                        { primary, keep: ['oldest'] },     {}, [d, x],           ['pool-link /b/s/d -> /a/x as /a/s/d'], {}],
  ['two below --primary',               { primary: paths('/a/Media', '/c') }, {}, [k, g, d],     ['pool-link /b/s/d -> /a/Media/k as /a/s/d'], { protected: 1 }],
  ['which may be touched',              { primary: paths('/a/Media', '/c'), touchPrimary: true }, {}, [k, g], ['pool-link /c/s/d -> /a/Media/k as /a/s/d'], {}],
  ['--within',                          { keep: ['oldest'], within: paths('/c') }, {}, [k, d, g], ['pool-link /c/s/d -> /a/Media/k as /a/s/d'], { protected: 1 }],
  ['a branch that is read-only',        { primary },                       { '/b': { mode: 'RO' } }, [k, d, g], ['pool-link /c/s/d -> /a/Media/k as /a/s/d'], { 'read-only': 1 }],
  ['the keeper on it',                  { primary },                       { '/a': { mode: 'RO' } }, [k, d, g], [], { 'no-branch': 3 }],
  ['all are',                           { keep: ['oldest'] },              { '/a': { mode: 'RO' }, '/b': { mode: 'RO' } }, [k, d], [], { 'no-branch': 2 }],
  ['on another machine',                { primary },                       {}, [k, far],         [], { host: 1, alone: 1 }],
  ['another file system on its branch', { primary },                       {}, [k, sub],         [], { device: 1 }],
]

for (const [name, flags, modes, files, lines, skipped] of cases)
  t.test(name, async (t) => {
    const planned = planFor(poolOf(flags, modes), group(files))
    t.strictSame(planned.lines, lines)
    const words = Object.entries(skipped).map(([why, n]) => [
      REASONS[why as keyof typeof REASONS],
      n,
    ])
    t.strictSame(planned.skipped, Object.fromEntries(words))
    for (const step of planned.steps) t.doesNotThrow(() => parseStep(step))
  })

t.test('space is freed with the last name', async (t) => {
  const { steps, totals } = planFor(poolOf({ primary }), group([d2, e, k]))
  t.strictSame(
    steps.map(({ frees }) => frees),
    [0, 4096],
  )
  t.match(totals, { steps: 2, files: 1, frees: 4096 })
})

t.test('what is freed counts for the sets that follow', async (t) => {
  const pool = poolOf({ keep: ['first'] }, { '/b': { free: 1001 } })
  const pair = (n: number) => group([onBranch('/a', `${n}`), onBranch('/b', `${n}x`)])
  const lines = [0, 1, 2].flatMap((n) => planFor(pool, pair(n)).lines)
  t.strictSame(lines, [
    'pool-link /a/0 -> /b/0x as /b/0',
    'pool-link /b/1x -> /a/1 as /a/1x',
    'pool-link /a/2 -> /b/2x as /b/2',
  ])
})

t.test('every step knows all branches, in their order', async (t) => {
  const { steps } = planFor(poolOf({ primary }), group([d, k]))
  t.strictSame(steps[0]?.branches, [{ path: '/a' }, { path: '/b' }, { path: '/c' }])
})

const NOW = 1_700_000_000_000_000_000n
const LOST = { path: '/b/gone/x', root: '/b' }

// prettier-ignore
const lost: [name: string, ended: bigint | undefined, names: object[], lines: string[]][] = [
  ['is linked',                           NOW,        [LOST],                  ['pool-link /b/gone/x -> /a/Media/k as /a/gone/x']],
  ['not if the keeper is newer',          0n,        [LOST],                  []],
  ['not without the log',                 undefined, [LOST],                  []],
  ['not if nobody knows its branch',      NOW,        [{ path: '/b/gone/x' }], []],
]

for (const [name, ended, names, lines] of lost)
  t.test(`a name that an old run took away ${name}`, async (t) => {
    const { steps, ...planned } = planFor(
      poolOf({ primary }, {}, ended),
      group([k], { lost: names }),
    )
    t.strictSame(planned.lines, lines)
    for (const step of steps)
      t.match(parseStep(step), { why: 'lost', metadata: 'ignore', frees: 0 })
    t.strictSame(planned.skipped, lines.length > 0 ? {} : { [REASONS.lost]: 1 })
  })
