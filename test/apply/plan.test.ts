import { mkdirSync, symlinkSync } from 'node:fs'
import t from 'tap'
import { readPlan } from '../../lib/apply/plan.js'
import { openSpool } from '../../lib/fs/spool.js'
import type { FileRecord } from '../../lib/record/file.js'
import { HERE } from '../../lib/record/host.js'
import type { StepRecord } from '../../lib/record/step.js'
import { bindMount, cannotMount } from '../helper/mounts.js'
import { file } from '../helper/records.js'
import { lines, Scratch, step } from '../helper/scratch.js'

async function* chunks(...pieces: readonly (string | Buffer)[]) {
  for (const piece of pieces) yield Buffer.from(piece as string)
}

async function plan(...pieces: readonly (string | Buffer)[]) {
  const spool = openSpool()
  try {
    const { steps, count, bytes } = await readPlan(chunks(...pieces), spool)
    const found: StepRecord[] = []
    for await (const batch of steps()) found.push(...batch)
    return { count, bytes, found }
  } finally {
    spool.close()
  }
}

const names = 'abcdefgh'.split('')
const [a, b, c, d] = names.map((name) => file(`/none/${name}`, { size: 10 })) as [
  any,
  any,
  any,
  any,
]
const remove = (target: typeof a, keep: typeof a) => step('delete', target, keep)

t.test('a sound plan', async (t) => {
  const steps = [remove(a, d), remove(b, d), step('hardlink', c, d)]
  t.strictSame(await plan(lines(...steps)), { count: 3, bytes: 30, found: steps })
  t.strictSame(await plan(), { count: 0, bytes: 0, found: [] })
  t.equal((await plan('\n\n', lines(...steps))).count, 3)
})

t.test('its steps can be read again', async (t) => {
  const spool = openSpool()
  const { steps } = await readPlan(chunks(lines(remove(a, d))), spool)
  for (let time = 0; time < 2; time++)
    for await (const batch of steps()) t.strictSame(batch, [remove(a, d)])
  spool.close()
})

t.test('a long line, and one that is too long', async (t) => {
  const long = (bytes: number) => {
    const most = { ...remove(a, b), x: '' }
    return lines({ ...most, x: 'x'.repeat(bytes - JSON.stringify(most).length) })
  }
  for (const bytes of [30_000, 60_000]) t.equal((await plan(long(bytes))).count, 1)
  await t.rejects(plan(long(60_001)), { message: 'longer than 60000 bytes' })
})

const undo = (target: typeof a, keep: typeof a) => step('copy', target, keep, { why: 'undo' })

// prettier-ignore
const unsound: [name: string, steps: StepRecord[], message: string][] = [
  ['the same step twice',            [remove(a, b), remove(a, b)],                    'line 2: its file is the file of line 1 too'],
  ['one file for two keepers',       [remove(a, b), remove(a, c)],                    'line 2: its file is the file of line 1 too'],
  ['by two ops',                     [remove(a, b), step('hardlink', a, c)],          'line 2: its file is the file of line 1 too'],
  ['each keeps the other',           [remove(a, b), remove(b, a)],                    'line 1: its keeper is to be removed or replaced by line 2'],
  ['a circle of three',              [remove(a, b), remove(b, c), remove(c, a)],      'is to be removed or replaced'],
  ['a keeper goes later',            [remove(a, b), remove(b, c)],                    'line 1: its keeper is to be removed or replaced by line 2'],
  ['a keeper went before',           [remove(b, c), remove(a, b)],                    'line 2: its keeper is to be removed or replaced by line 1'],
  ['far apart',                      [remove(a, b), remove(c, d), remove(b, d)],      'line 1: its keeper is to be removed or replaced by line 3'],
  ['after a copy from it',           [undo(c, d), remove(a, d), remove(d, b)],        'line 2: its keeper is to be removed or replaced by line 3'],
  ['one id, far apart',              [remove(a, d), remove(c, d), { ...remove(b, d), id: remove(a, d).id }], 'line 3: its id is the id of line 1 too'],
  ['one id for two steps',           [remove(a, d), { ...remove(b, d), id: remove(a, d).id }], 'line 2: its id is the id of line 1 too'],
]

for (const [name, steps, message] of unsound)
  t.test(`refused: ${name}`, async (t) => {
    await t.rejects(plan(lines(...steps)), { message })
  })

const on = (host: string, one: FileRecord): FileRecord => ({ ...one, host })
const [farA, farB] = [on('nas', a), on('nas', b)]

// prettier-ignore
const apart: [name: string, steps: StepRecord[]][] = [
  ['one file here, one there',       [remove(a, b), remove(farA, farB)]],
  ['the other way round there',      [remove(a, b), remove(farB, farA)]],
  ['twice there',                    [remove(farA, farB), remove(farA, on('nas', c))]],
  ['a keeper that goes there',       [remove(a, b), remove(farB, on('nas', c))]],
  ['a keeper of one path there',     [remove(a, farA)]],
  ['kept by what is there',          [remove(a, farB), remove(b, c)]],
]

for (const [name, steps] of apart)
  t.test(`steps of two machines do not clash: ${name}`, async (t) => {
    t.equal((await plan(lines(...steps))).count, steps.length)
    t.equal((await plan(lines(...steps.toReversed()))).count, steps.length)
  })

t.test('where two here clash, those are named', async (t) => {
  const steps = [remove(farA, farB), remove(a, b), remove(a, c)]
  await t.rejects(plan(lines(...steps)), { message: 'line 3: its file is the file of line 2 too' })
})

t.test('by name, this machine is no other', async (t) => {
  const message = 'line 2: its file is the file of line 1 too'
  await t.rejects(plan(lines(remove(a, b), remove(on(HERE, a), c))), { message })
  const round = { message: 'line 1: its keeper is to be removed or replaced by line 2' }
  await t.rejects(plan(lines(remove(a, b), remove(on(HERE, b), a))), round)
  await t.rejects(plan(lines(remove(a, on(HERE, a)))), { message: 'field "keep.path"' })
})

t.test('many copies and one keeper, in every order', async (t) => {
  const steps = [remove(a, d), remove(b, d), remove(c, d)]
  for (const order of [
    [0, 1, 2],
    [2, 1, 0],
    [1, 0, 2],
  ])
    t.equal((await plan(lines(...order.map((i) => steps[i]!)))).count, 3)
})

t.test('what is restored may itself be copied', async (t) => {
  t.equal((await plan(lines(undo(a, b), undo(b, c)))).count, 2)
})

// prettier-ignore
const bad: [name: string, text: string, message: string][] = [
  ['another record',   lines(a),                                      'line 1: field "type": expected "step"'],
  ['cut short',        lines(remove(a, b)).slice(0, -1),              'line 1: cut short: no newline at its end'],
  ['rubbish at the end', `${lines(remove(a, b))}x\n`,                 'line 2: not JSON'],
  ['no size',          lines(remove({ ...a, size: undefined }, b)),   'line 1: field "file.size": expected a whole number'],
  ['a size of null',   lines(remove({ ...a, size: null }, b)),        'line 1: field "file.size": expected a whole number'],
  ['endless',          lines({ ...remove(a, b), x: 'é'.repeat(30_000) }), 'line 1: longer than 60000 bytes, which no step is'],
]

for (const [name, text, message] of bad)
  t.test(`refused: ${name}`, async (t) => {
    await t.rejects(plan(text), { message })
  })

t.test('one name under another path', async (t) => {
  const scratch = new Scratch(t)
  mkdirSync(scratch.at('real'))
  symlinkSync('real', scratch.at('alias'))
  const at = (path: string) => file(`${scratch.root}/${path}`, { size: 10 })
  const twice = [remove(at('real/a'), at('b')), remove(at('alias/a'), at('c'))]
  await t.rejects(plan(lines(...twice)), { message: 'line 2: its file is the file of line 1 too' })
  const around = [remove(at('real/a'), at('b')), remove(at('b'), at('alias/a'))]
  await t.rejects(plan(lines(...around)), { message: 'its keeper is to be removed' })
  const chain = [remove(at('real/a'), at('real/b')), remove(at('alias/b'), at('c'))]
  await t.rejects(plan(lines(...chain)), {
    message: 'line 1: its keeper is to be removed or replaced by line 2',
  })
})

t.test('also through a bind mount', { skip: cannotMount() }, async (t) => {
  const scratch = new Scratch(t)
  const view = bindMount(t, scratch.root)
  const [here, there] = [file(`${scratch.root}/a`), file(`${view}/a`)]
  const around = [remove(here, file(`${view}/b`)), remove(file(`${scratch.root}/b`), there)]
  await t.rejects(plan(lines(...around)), { message: 'its keeper is to be removed' })
})
