import t from 'tap'
import { areOneUnit, unitEnd, unitsOf } from '../../lib/apply/pool-unit.js'
import type { Op, StepRecord } from '../../lib/record/step.js'
import { step } from '../helper/scratch.js'
import { file } from '../helper/records.js'

/** `a1`: a pool link of a name of inode a; `a1h`: a hard link of it. */
const steps = (names: string): StepRecord[] =>
  names
    .split(' ')
    .filter(Boolean)
    .map((name) => {
      const op: Op = name.endsWith('h') ? 'hardlink' : 'pool-link'
      return step(op, file(`/b/${name}`, { ino: name[0]!.charCodeAt(0).toString() }), file('/keep'))
    })

// prettier-ignore
const ends: [names: string, least: number, end: number][] = [
  ['',                0,  0],
  ['a1 b1 c1',        2,  2],
  ['a1 b1 c1',        9,  3],
  ['a1 a2 a3 b1',     1,  3],
  ['a1 a2 a3 b1',     2,  3],
  ['a1 a2 a3 b1',     3,  3],
  ['a1 a2 a3',        1,  3],
  ['a1 b1 b2 c1',     1,  1],
  ['a1h a2h a3h',     1,  1],
  ['a1 a2h',          1,  1],
]

for (const [names, least, end] of ends)
  t.test(`${least} or more of ${names}`, async (t) => t.equal(unitEnd(steps(names), least), end))

// prettier-ignore
const units: [names: string, units: number[]][] = [
  ['',                []],
  ['a1',              [1]],
  ['a1 a2 b1 c1 c2',  [2, 1, 2]],
  ['a1 b1 a2',        [1, 1, 1]],
  ['a1h a2h',         [1, 1]],
]

for (const [names, want] of units)
  t.test(`the units of ${names}`, async (t) => {
    const found = unitsOf(steps(names), (one) => one)
    t.strictSame(
      found.map((unit) => unit.length),
      want,
    )
    t.strictSame(found.flat().length, steps(names).length)
  })

t.test('there is no unit at either end', async (t) => {
  const [one] = steps('a1')
  t.notOk(areOneUnit(undefined, one))
  t.notOk(areOneUnit(one, undefined))
})
