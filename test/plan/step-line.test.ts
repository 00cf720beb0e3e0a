import t from 'tap'
import { stepLine } from '../../lib/plan/step-line.js'
import type { StepRecord } from '../../lib/record/step.js'
import { file } from '../helper/records.js'

const plain: StepRecord = {
  type: 'step',
  id: 'x1',
  op: 'delete',
  why: 'duplicate',
  file: file('/a "é\n'),
  keep: file('/b'),
  hash: 'ab12',
  algo: 'say "x"',
  frees: 4096,
}
const { keep: _, ...kept } = plain
const { hash: __, algo: ___, ...unknown } = plain

// prettier-ignore
const steps: [name: string, step: StepRecord][] = [
  ['of a duplicate',      plain],
  ['without a keeper',    { ...kept, why: 'empty' }],
  ['without a digest',    unknown],
  ['that moves',          { type: 'step', id: 'x', op: 'move', why: 'duplicate', file: file('/a'), keep: file('/b'), to: '/t\\', hash: 'ab', frees: 0 }],
  ['to bytes',            { type: 'step', id: 'x', op: 'move', why: 'duplicate', file: file('/a'), keep: file('/b'), to64: 'L/8=', frees: 0 }],
  ['of a partial file',   { type: 'step', id: 'x', op: 'delete', why: 'partial', file: file('/a'), keep: file('/b'), bytes: 7, frees: 1 }],
  ['in a pool',           { type: 'step', id: 'x', op: 'pool-link', why: 'lost', file: file('/a'), keep: file('/b'), to: '/b', branches: [{ path: '/x' }], frees: 0 }],
  ['of any metadata',     { ...plain, metadata: 'ignore' }],
]

for (const [name, step] of steps)
  t.test(`a step ${name} is written as JSON.stringify does`, async (t) => {
    const { frees, ...rest } = step
    const { metadata, ...before } = rest
    const inOrder = { ...before, frees, ...(metadata && { metadata }) } as StepRecord
    t.equal(stepLine(inOrder), JSON.stringify(inOrder))
  })
