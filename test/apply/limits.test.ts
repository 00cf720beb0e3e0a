import t from 'tap'
import { toTrash, watchMoves, within, type Limits } from '../../lib/apply/limits.js'
import { destination, type StepRecord } from '../../lib/record/step.js'
import { file } from '../helper/records.js'
import { step } from '../helper/scratch.js'

const steps = (...sizes: readonly number[]) =>
  sizes.map((size, i) => step('delete', file(`/${i}`, { size }), file(`/k${i}`, { size })))

async function* batches(...all: readonly StepRecord[][]) {
  yield* all
}

// prettier-ignore
const cases: [name: string, limits: Limits, sizes: number[][], files: number, told: boolean][] = [
  ['no limit',                   {},                        [[1, 2], [3]],       3, false],
  ['as many as there are',       { maxFiles: 3 },           [[1, 2], [3]],       3, false],
  ['fewer',                      { maxFiles: 2 },           [[1, 2], [3]],       2, true],
  ['inside of a batch',          { maxFiles: 1 },           [[1, 2], [3]],       1, true],
  ['exactly the bytes',          { maxBytes: 6 },           [[1, 2], [3]],       3, false],
  ['a byte too many',            { maxBytes: 5 },           [[1, 2], [3]],       2, true],
  ['the first is too large',     { maxBytes: 0 },           [[1], [1]],          0, true],
  ['empty files are free',       { maxBytes: 0 },           [[0, 0]],            2, false],
  ['a small one after a large',  { maxBytes: 5 },           [[1, 9, 1]],         1, true],
  ['whichever comes first',      { maxBytes: 9, maxFiles: 1 }, [[1, 1]],         1, true],
]

for (const [name, limits, sizes, files, told] of cases)
  t.test(name, async (t) => {
    let times = 0
    const found: StepRecord[] = []
    const all = batches(...sizes.map((batch) => steps(...batch)))
    for await (const batch of within(all, limits, () => times++)) found.push(...batch)
    t.equal(found.length, files)
    t.equal(times, told ? 1 : 0)
  })

t.test('what another machine has to do counts for nothing', async (t) => {
  const far = steps(5).map((step) => ({ ...step, file: { ...step.file, host: 'nas' } }))
  const found: StepRecord[] = []
  const all = batches([...far, ...steps(5, 5)])
  for await (const batch of within(all, { maxFiles: 2, maxBytes: 10 }, t.fail)) found.push(...batch)
  t.equal(found.length, 3)
})

t.test('the rest of the plan is not read', async (t) => {
  let read = 0
  async function* counted() {
    for (;;) {
      read++
      yield steps(1)
    }
  }
  for await (const _ of within(counted(), { maxFiles: 2 }, () => {}));
  t.equal(read, 3)
})

t.test('to the trash goes what would be deleted, with its whole path', async (t) => {
  const [remove] = steps(1)
  const moved = toTrash(remove!, Buffer.from('/T'))
  t.match(moved, { op: 'move', id: remove!.id, keep: remove!.keep, to: '/T/0' })
  const bytes = {
    ...file('/'),
    path: undefined,
    path64: Buffer.from('/d/\xff', 'latin1').toString('base64'),
  }
  const odd = toTrash({ ...remove!, file: bytes as never }, Buffer.from('/T'))
  t.strictSame(destination(odd), { path64: Buffer.from('/T/d/\xff', 'latin1').toString('base64') })
  t.equal(toTrash(remove!, Buffer.from('/')).to, '/0', 'a normal path')
  const link = { ...remove!, op: 'hardlink' } as const
  t.equal(toTrash(link, Buffer.from('/T')), link)
})

const move = (to: string, root: string | undefined, rest: Partial<StepRecord> = {}): StepRecord => {
  const { root: _, ...found } = file('/d/a')
  return step('move', { ...found, ...(root !== undefined && { root }) }, undefined, { to, ...rest })
}

// prettier-ignore
const moves: [name: string, steps: StepRecord[], told: string[]][] = [
  ['below where it was found',    [move('/d/old/d/a', '/d')],                           ['/d']],
  ['below the root of all',       [move('/old/d/a', '/')],                              ['/']],
  ['told once',                   [move('/d/x', '/d'), move('/d/y', '/d')],             ['/d']],
  ['beside it',                   [move('/dd/a', '/d')],                                []],
  ['elsewhere',                   [move('/old/d/a', '/d')],                             []],
  ['nobody says where',           [move('/d/old/d/a', undefined)],                      []],
  ['a way back',                  [move('/d/b', '/d', { why: 'undo' })],                []],
  ['no move',                     [step('delete', file('/d/a', { root: '/d' }), file('/d/b'))], []],
  ['a pool link',                 [step('pool-link', file('/d/a', { root: '/d' }), file('/d/b'), { to: '/d/x' })], []],
  ['the second of them',          [move('/old/a', '/d'), move('/d/x', '/d')],           ['/d']],
]

for (const [name, steps, want] of moves)
  t.test(`moved: ${name}`, async (t) => {
    const told: (string | undefined)[] = []
    const found: StepRecord[][] = []
    const watched = watchMoves(batches(steps, steps), ({ path }) => told.push(path))
    for await (const batch of watched) found.push(batch)
    t.strictSame(told, want)
    t.strictSame(found, [steps, steps])
  })
