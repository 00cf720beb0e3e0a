import t from 'tap'
import { planSummary, unmetFaults, type Planned } from '../../lib/cli/plan-summary.js'

const planned = (fields: Partial<Planned>): Planned => ({
  op: 'delete',
  steps: 0,
  files: 0,
  frees: 0,
  skipped: [],
  ...fields,
})

// prettier-ignore
const cases: [name: string, planned: Planned, want: string[]][] = [
  ['nothing',  planned({}),                                     ['delete: 0 steps on 0 files, to free 0 B']],
  ['one',      planned({ op: 'move', steps: 1, files: 1 }),     ['move: 1 step on 1 file, to free 0 B']],
  ['many',     planned({ steps: 3, files: 2, frees: 4096 }),    ['delete: 3 steps on 2 files, to free 4.0 KiB']],
  ['skipped',  planned({ skipped: [['dull', 1], ['odd', 2]] }), ['skipped 1 name: dull', 'skipped 2 names: odd', 'delete: 0 steps on 0 files, to free 0 B']],
]

for (const [name, totals, want] of cases)
  t.test(name, async (t) => {
    t.strictSame(planSummary(totals), want)
  })

t.test('what is mistyped is a fault, one a directory', async (t) => {
  const named = (...paths: string[]) => ({ unmet: () => paths.map((path) => Buffer.from(path)) })
  const faults = unmetFaults({ primary: named('/x', '/y'), within: named('/z\xff') })
  t.match(faults, [
    { doing: 'nothing in the input was below --primary', path: { path: '/x' } },
    { doing: 'nothing in the input was below --primary', path: { path: '/y' } },
    { doing: 'nothing in the input was below --within', path: { path: '/z\xff' } },
  ])
  t.strictSame(unmetFaults({ primary: named(), within: named() }), [])
})
