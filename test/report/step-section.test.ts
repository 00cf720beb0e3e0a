import t from 'tap'
import type { StepRecord } from '../../lib/record/step.js'
import { stepSection } from '../../lib/report/step-section.js'
import { file } from '../helper/records.js'
import { step } from '../helper/scratch.js'

const [a, k] = [file('/a\n'), file('/k\x1b')]
const to64 = Buffer.from('/t\xff', 'latin1').toString('base64')

// prettier-ignore
const cases: [name: string, step: StepRecord, want: string[]][] = [
  ['a delete',     step('delete', a, k),                     ['delete    duplicate    4.0 KiB  /a\\u{a}', '  keep /k\\u{1b}']],
  ['an empty one', step('delete', file('/e', { blocks: 0 })), ['delete    empty            0 B  /e']],
  ['a move',       step('move', a, k, { to: '/t\n' }),       ['move      duplicate    4.0 KiB  /a\\u{a}', '  keep /k\\u{1b}', '  to   /t\\u{a}']],
  ['of any bytes', step('move', a, k, { to64 }),             ['move      duplicate    4.0 KiB  /a\\u{a}', '  keep /k\\u{1b}', '  to   /t\\xff']],
]

for (const [name, step, want] of cases)
  t.test(name, async (t) => {
    t.strictSame(stepSection().lines(step), want)
  })

t.test('the sum', async (t) => {
  const section = stepSection()
  section.lines(step('delete', a, k))
  t.equal(section.summary(), '1 step to free 4.0 KiB')
  section.lines(step('delete', file('/b'), k))
  t.equal(section.summary(), '2 steps to free 8.0 KiB')
  const claims = section.lines(step('delete', file('/c'), k, { frees: 2 ** 53 - 1 }))
  t.match([...claims][0], ' 4.0 KiB  /c', 'a claim is no size')
  t.equal(section.summary(), '3 steps to free 12.0 KiB')
})
