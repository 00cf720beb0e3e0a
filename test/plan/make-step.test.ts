import t from 'tap'
import { bytesOnDisk, makeStep } from '../../lib/plan/make-step.js'
import { policyOf, type PlanFlags, type PlanOp } from '../../lib/plan/policy.js'
import type { FileRecord } from '../../lib/record/file.js'
import { parseStep, stepId } from '../../lib/record/step.js'
import { file } from '../helper/records.js'

const a = file('/p/a')
const keep = file('/p/keep')
const raw = {
  ...file(''),
  path: undefined,
  path64: Buffer.from('/\xff', 'latin1').toString('base64'),
} as unknown as FileRecord
const digest = { hash: 'abcd', algo: 'blake3' }
const to = Buffer.from('/trash')

t.test('fields come in the order of dd-records(5)', async (t) => {
  const policy = policyOf('move', { metadata: 'ignore', to })
  const step = makeStep({ why: 'duplicate', file: a, keep, ...digest, frees: 7 }, policy)
  const want = 'type id op why file keep to hash algo frees metadata'
  t.equal(Object.keys(step).join(' '), want)
  t.equal(step.id, stepId('move', a, keep))
  t.strictSame([step.frees, step.metadata], [7, 'ignore'])
  t.doesNotThrow(() => parseStep(step))
})

t.test('what is not known is left out', async (t) => {
  const step = makeStep(
    { why: 'empty', file: file('/e', { size: 0 }), frees: 0 },
    policyOf('delete', {}),
  )
  t.equal(Object.keys(step).join(' '), 'type id op why file frees')
  t.doesNotThrow(() => parseStep(step))
})

// prettier-ignore
const moves: [name: string, to: string, file: FileRecord, want: object][] = [
  ['below the directory, at its whole path', '/trash',     a,   { to: '/trash/p/a' }],
  ['below the root directory',               '/',          a,   { to: '/p/a' }],
  ['a name that is not UTF-8',               '/trash',     raw, { to64: Buffer.from('/trash/\xff', 'latin1').toString('base64') }],
  ['a directory that is not UTF-8',          '/t\xff',     a,   { to64: Buffer.from('/t\xff/p/a', 'latin1').toString('base64') }],
]

for (const [name, dir, file, want] of moves)
  t.test(`move: ${name}`, async (t) => {
    const to = Buffer.from(dir, 'latin1')
    const step = makeStep({ why: 'duplicate', file, keep, frees: 0 }, policyOf('move', { to }))
    t.match(step, want)
    t.equal('to' in step, 'to' in want)
    t.doesNotThrow(() => parseStep(step))
  })

// prettier-ignore
const disks: [name: string, op: PlanOp, toDev: string | undefined, frees: number][] = [
  ['a move on one disk frees nothing', 'move',   a.dev, 0],
  ['one to another frees its place',   'move',   '999', 7],
  ['one to nobody knows where, too',   'move',   undefined, 7],
  ['what is deleted is gone',          'delete', a.dev, 7],
]

for (const [name, op, toDev, frees] of disks)
  t.test(name, async (t) => {
    const ground = { spread: (root: Buffer) => [root], finder: () => () => [] }
    const policy = policyOf(op, { to }, { ...ground, ...(toDev && { toDev }) })
    t.equal(makeStep({ why: 'duplicate', file: a, keep, frees: 7 }, policy).frees, frees)
  })

for (const op of ['delete', 'hardlink', 'reflink', 'symlink'] as PlanOp[])
  for (const metadata of ['require', 'ignore'] as const)
    t.test(`${op} --metadata ${metadata}`, async (t) => {
      const flags: PlanFlags = { metadata }
      const step = makeStep({ why: 'duplicate', file: a, keep, frees: 0 }, policyOf(op, flags))
      t.equal(step.metadata, metadata === 'ignore' ? 'ignore' : undefined)
      t.doesNotThrow(() => parseStep(step))
    })

t.test('bytes on disk are blocks, or the size where blocks are not known', async (t) => {
  t.equal(bytesOnDisk(file('/a', { size: 1, blocks: 8 })), 4096)
  t.equal(bytesOnDisk(file('/a', { size: 4096, blocks: 0 })), 0)
  t.equal(
    bytesOnDisk({ ...file('/a', { size: 9 }), blocks: undefined } as unknown as FileRecord),
    9,
  )
})
