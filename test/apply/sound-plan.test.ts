import { symlinkSync } from 'node:fs'
import t from 'tap'
import { SoundPlan } from '../../lib/apply/sound-plan.js'
import type { StepRecord } from '../../lib/record/step.js'
import { file } from '../helper/records.js'
import { Scratch, step } from '../helper/scratch.js'

const [a, b, c] = ['a', 'b', 'c'].map((name) => file(`/none/${name}`)) as [any, any, any]
const copy = (target: typeof a, keep: typeof a) => step('copy', target, keep, { why: 'undo' })

// prettier-ignore
const plans: [name: string, steps: StepRecord[], last: RegExp | undefined][] = [
  ['two names of one keeper',         [step('delete', a, c), step('delete', b, c)],  undefined],
  ['a name twice',                    [step('delete', a, c), step('hardlink', a, b)], /^another step acts on this name$/],
  ['a keeper that goes',              [step('delete', a, c), step('delete', b, a)],  /^its keeper goes in another step/],
  ['a name that is kept',             [step('delete', a, b), step('delete', b, c)],  /^another step needs it to stay/],
  ['two without a keeper',            [step('delete', file('/none/d', { size: 0 })), step('delete', file('/none/e', { size: 0 }))], undefined],
  ['a copy of a copy',                [copy(a, c), copy(b, a)],                      undefined],
  ['a copy that makes a keeper',      [step('delete', a, b), copy(b, c)],            /^another step needs it to stay/],
  ['what is no step',                 [step('delete', a, { ...b, size: 1 })],        /^no step can do that: field "keep.size": expected/],
  ['names that are too long',         [step('delete', a, { ...b, path: '/x'.repeat(30_000) })], /^its names are too long/],
]

for (const [name, steps, last] of plans)
  t.test(name, async (t) => {
    const plan = new SoundPlan()
    for (const one of steps.slice(0, -1)) plan.add(one)
    const add = () => plan.add(steps.at(-1)!)
    last ? t.throws(add, { message: last }) : t.doesNotThrow(add)
  })

t.test('what was refused is not in it', async (t) => {
  const plan = new SoundPlan()
  plan.add(step('delete', a, c))
  t.throws(() => plan.add(step('delete', b, a)))
  t.doesNotThrow(() => plan.add(step('delete', b, c)))
})

t.test('one name by two paths', async (t) => {
  const scratch = new Scratch(t)
  const [x, y] = [scratch.write('d/x'), scratch.write('d/y')]
  symlinkSync('d', scratch.at('e'))
  const other = scratch.record('e/x')
  const plan = new SoundPlan()
  t.throws(() => plan.add(step('delete', x, other)), {
    message: /^its keeper/,
  })
  plan.add(step('delete', x, y))
  t.throws(() => plan.add(step('delete', other, y)), { message: /^another step acts/ })
})
