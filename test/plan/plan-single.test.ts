import t from 'tap'
import type { PlanFlags, PlanOp } from '../../lib/plan/policy.js'
import { goAsPartials, planEmpty, planPartial } from '../../lib/plan/plan-single.js'
import { policyOf } from '../../lib/plan/policy.js'
import { Tally } from '../../lib/plan/tally.js'
import type { FileRecord } from '../../lib/record/file.js'
import type { PartialRecord } from '../../lib/record/partial.js'
import { parseStep } from '../../lib/record/step.js'
import { group, lineOf, paths } from '../helper/plan.js'
import { file } from '../helper/records.js'

const part = file('/dl/part', { root: '/dl' })
const partial: PartialRecord = {
  type: 'partial',
  file: part,
  of: file('/whole', { size: 9999 }),
  bytes: 4096,
  confidence: 'high',
  hints: [],
}
const low = { ...partial, confidence: 'low' } as const
const linked = { ...partial, file: file('/dl/part', { nlink: 2 }) }
const remote = { ...partial, file: file('/dl/part', { host: 'nas' }) }
const rootless = { ...partial, file: { ...part, root: undefined } as unknown as FileRecord }
const near = { ...partial, of: file('/dl/whole', { size: 9999, root: '/dl' }) }
const copied = { ...partial, copies: [partial.of, file('/a', { size: 9999 })] }
const to = Buffer.from('/t')
const [isolate, lowConfidence] = [true, true] as const

// prettier-ignore
const partials: [name: string, PartialRecord, PlanOp, PlanFlags, want: string, skipped: RegExp | undefined][] = [
  ['deleted',                      partial, 'delete',   {},                          '/dl/part -> /whole 4096', undefined],
  ['moved',                        partial, 'move',     { to },                      '/dl/part -> /whole 4096', undefined],
  ['never linked',                 partial, 'hardlink', {},                          '',                        /only be deleted/],
  ['never reflinked',              partial, 'reflink',  {},                          '',                        /only be deleted/],
  ['never symlinked',              partial, 'symlink',  {},                          '',                        /only be deleted/],
  ['low confidence',               low,     'delete',   {},                          '',                        /low confidence/],
  ['low confidence wanted',        low,     'delete',   { lowConfidence },           '/dl/part -> /whole 4096', undefined],
  ['one of two names',             linked,  'delete',   {},                          '/dl/part -> /whole 0',    undefined],
  ['below --primary',              partial, 'delete',   { primary: paths('/dl') },   '',                        /protected/],
  ['not below --within',           partial, 'delete',   { within: paths('/x') },     '',                        /protected/],
  ['below --within',               partial, 'delete',   { within: paths('/dl') },    '/dl/part -> /whole 4096', undefined],
  ['--primary has a copy',         copied,  'delete',   { primary: paths('/a'), duplicates: true }, '/dl/part -> /a 4096', undefined],
  ['on another machine',           remote,  'delete',   {},                          '',                        /machine/],
  ['--isolate, another root',      partial, 'delete',   { isolate },                 '/dl/part -> /whole 4096', undefined],
  ['--isolate, the same root',     near,    'delete',   { isolate },                 '',                        /one root/],
  ['--isolate, no root',           rootless, 'delete',  { isolate },                 '',                        /no root/],
]

for (const [name, record, op, flags, want, skipped] of partials)
  t.test(`a partial file, ${name}`, async (t) => {
    const tally = new Tally()
    const steps = planPartial(record, policyOf(op, { ...flags, partials: true }), tally)
    t.equal(steps.map((step) => `${lineOf(step)} ${step.frees}`).join(), want)
    t.match(tally.totals.skipped, skipped === undefined ? [] : [[skipped, 1]])
    t.equal(tally.totals.skipped.length, skipped === undefined ? 0 : 1)
    for (const step of steps) t.equal(parseStep(step).why, 'partial')
  })

t.test('zeros at its end: the step tells how many bytes are to be compared', async (t) => {
  const steps = (bytes: number) =>
    planPartial({ ...partial, bytes }, policyOf('delete', { partials: true }), new Tally())
  t.strictSame(
    [4096, 4095, 1].map((bytes) => steps(bytes).map((step) => parseStep(step).bytes)),
    [[undefined], [4095], [1]],
  )
  t.strictSame(Object.keys(steps(1)[0]!).slice(4, 8), ['file', 'keep', 'bytes', 'frees'])
})

// prettier-ignore
const groups: [partial: 'high' | 'low' | undefined, PlanOp, PlanFlags, want: boolean][] = [
  ['high',    'delete',   { partials: true },                true],
  ['high',    'move',     { partials: true, to },            true],
  ['high',    'delete',   {},                                false],
  ['high',    'hardlink', { partials: true },                false],
  ['low',     'delete',   { partials: true },                false],
  ['low',     'delete',   { partials: true, lowConfidence }, true],
  [undefined, 'delete',   { partials: true, lowConfidence }, false],
]

for (const [confidence, op, flags, want] of groups)
  t.test(`members of a group, ${confidence}, ${op} ${Object.keys(flags).join(' ')}`, async (t) => {
    const record = group([file('/a'), file('/b')], confidence && { partial: confidence })
    t.equal(goAsPartials(record, policyOf(op, flags)), want)
  })

const nothing = file('/dl/nothing', { size: 0, blocks: 0 })

// prettier-ignore
const empties: [op: PlanOp, flags: PlanFlags, want: string, skipped: RegExp | undefined][] = [
  ['delete',   {},                          '/dl/nothing', undefined],
  ['move',     { to },                      '/dl/nothing', undefined],
  ['hardlink', {},                          '',            /only be deleted/],
  ['symlink',  {},                          '',            /only be deleted/],
  ['reflink',  {},                          '',            /only be deleted/],
  ['delete',   { primary: paths('/dl') },   '',            /protected/],
]

for (const [op, flags, want, skipped] of empties)
  t.test(`an empty file, ${op} ${Object.keys(flags).join()}`, async (t) => {
    const tally = new Tally()
    const steps = planEmpty({ type: 'empty', file: nothing }, policyOf(op, flags), tally)
    t.equal(steps.map(lineOf).join(), want)
    t.match(tally.totals.skipped, skipped === undefined ? [] : [[skipped, 1]])
    for (const step of steps) t.match(parseStep(step), { why: 'empty', frees: 0 })
  })
