import t from 'tap'
import { planSummary, type Planned } from '../../lib/cli/plan-summary.js'

const planned = (fields: Partial<Planned>): Planned => ({
  op: 'delete',
  steps: 0,
  files: 0,
  frees: 0,
  skipped: [],
  ...fields,
})

// prettier-ignore
const cases: [name: string, planned: Planned, unmet: { [flag: string]: Buffer[] }, want: string[]][] = [
  ['nothing',  planned({}),                                     {}, ['delete: 0 steps on 0 files, to free 0 B']],
  ['one',      planned({ op: 'move', steps: 1, files: 1 }),     {}, ['move: 1 step on 1 file, to free 0 B']],
  ['many',     planned({ steps: 3, files: 2, frees: 4096 }),    {}, ['delete: 3 steps on 2 files, to free 4.0 KiB']],
  ['skipped',  planned({ skipped: [['dull', 1], ['odd', 2]] }), {}, ['skipped 1 name: dull', 'skipped 2 names: odd', 'delete: 0 steps on 0 files, to free 0 B']],
  ['mistyped', planned({}), { '--within': [], '--primary': [Buffer.from('/x\n')] }, ['nothing in the input was below --primary "/x\\u{a}"', 'delete: 0 steps on 0 files, to free 0 B']],
]

for (const [name, totals, unmet, want] of cases)
  t.test(name, async (t) => {
    t.strictSame(planSummary(totals, unmet), want)
  })
