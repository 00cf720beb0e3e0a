import { readdirSync } from 'node:fs'
import t from 'tap'
import { Pace } from '../../lib/apply/pace.js'
import { runPlan, runRecovery, type PlanWishes, type Told } from '../../lib/apply/run-plan.js'
import type { PathFields } from '../../lib/record/path.js'
import type { ResultRecord } from '../../lib/record/result.js'
import type { StepRecord } from '../../lib/record/step.js'
import { journaled } from '../helper/journaled.js'
import { lines, Scratch, step } from '../helper/scratch.js'

function made(t: ConstructorParameters<typeof Scratch>[0]) {
  const scratch = new Scratch(t)
  const keep = scratch.write('keep', 'x')
  const steps = ['a', 'b', 'c'].map((name) => step('delete', scratch.write(name, 'x'), keep))
  return { scratch, steps, journal: String(scratch.at('journal')) }
}

/** Run a plan to its end. */
async function run(
  steps: readonly StepRecord[],
  wishes: Partial<PlanWishes>,
  pace = new Pace(),
  choice: Pick<Told, 'choose'> = {},
) {
  const told: string[] = []
  const all = {
    verify: 'bytes',
    minAgeMs: 0,
    allowTmpfs: true,
    journal: undefined,
    trash: undefined,
    ...wishes,
  } as const
  async function* input() {
    yield Buffer.from(lines(...steps))
  }
  const tell = {
    ...choice,
    onPlan: ({ count }: { count: number }) => told.push(`${count} steps`),
    onLimit: () => told.push('limit'),
    onAgain: (root: PathFields) => told.push(`again in ${root.path}`),
  }
  const results: ResultRecord[] = []
  for await (const batch of runPlan(input(), all, pace, tell)) results.push(...batch)
  return { told, results: results.map(({ status }) => status).join() }
}

t.test('without a journal it only looks', async (t) => {
  const { scratch, steps } = made(t)
  t.strictSame(await run(steps, {}), { told: ['3 steps'], results: 'would,would,would' })
  t.strictSame(scratch.names(), ['a', 'b', 'c', 'keep'])
})

for (const apply of [true, false])
  t.test(
    `nothing is left open, and signals are let in, ${apply ? '' : 'in a dry run'}`,
    async (t) => {
      const { steps, journal } = made(t)
      const pace = new Pace()
      let rests = 0
      pace.rest = async () => void rests++
      const open = readdirSync('/proc/self/fd').length
      await run(steps, { journal: apply ? journal : undefined }, pace)
      t.equal(readdirSync('/proc/self/fd').length, open)
      t.ok(rests > 0)
    },
  )

t.test('with one it acts', async (t) => {
  const { scratch, steps, journal } = made(t)
  t.strictSame(await run(steps, { journal }), { told: ['3 steps'], results: 'done,done,done' })
  t.strictSame(scratch.names(), ['journal', 'keep'])
})

t.test('what is put aside below where it was found is told once', async (t) => {
  for (const isBelow of [true, false]) {
    const { scratch, steps, journal } = made(t)
    const root = String(scratch.at(isBelow ? '' : 'searched')).replace(/\/$/, '')
    const found = steps.map((one) => ({ ...one, file: { ...one.file, root } }))
    const { told } = await run(found, { journal, trash: scratch.at('old') })
    t.strictSame(told, ['3 steps', ...(isBelow ? [`again in ${root}`] : [])])
  }
})

t.test('up to a limit', async (t) => {
  for (const apply of [true, false]) {
    const { steps, journal } = made(t)
    const limited = await run(steps, { maxFiles: 2, journal: apply ? journal : undefined })
    t.strictSame(limited.told, ['3 steps', 'limit'])
    t.equal(limited.results, apply ? 'done,done' : 'would,would')
  }
})

t.test('what was chosen of it', async (t) => {
  const { scratch, steps, journal } = made(t)
  const only: Told['choose'] = async (plan) => ({
    ...plan,
    count: 1,
    steps: async function* () {
      for await (const batch of plan.steps()) yield batch.slice(1, 2)
    },
  })
  t.strictSame(await run(steps, { journal }, undefined, { choose: only }), {
    told: ['1 steps'],
    results: 'done',
  })
  t.strictSame(scratch.names(), ['a', 'c', 'journal', 'keep'])
  t.notMatch(scratch.read('journal'), `${scratch.root}/a`, 'the others are not in the journal')
})

t.test('if nothing was chosen there is no run', async (t) => {
  const { scratch, steps, journal } = made(t)
  const none = { choose: async () => undefined }
  t.strictSame(await run(steps, { journal }, undefined, none), { told: [], results: '' })
  t.strictSame(scratch.names(), ['a', 'b', 'c', 'keep'])
})

t.test('into the trash', async (t) => {
  const { scratch, steps, journal } = made(t)
  t.equal((await run(steps, { journal, trash: scratch.at('T') })).results, 'done,done,done')
  t.ok(scratch.exists(`T${scratch.root}/a`))
  t.notOk(scratch.exists('a'))
})

t.test('a journal that is there already is not touched', async (t) => {
  const { scratch, steps, journal } = made(t)
  scratch.write('journal', 'mine')
  await t.rejects(run(steps, { journal }), { code: 'EEXIST' })
  t.strictSame([scratch.read('journal'), scratch.exists('a')], ['mine', true])
})

t.test('a plan that is refused makes no journal', async (t) => {
  const { scratch, steps, journal } = made(t)
  await t.rejects(run([...steps, ...steps], { journal }), {
    message: 'line 4: its file is the file of line 1 too',
  })
  t.notOk(scratch.exists('journal'))
})

t.test('a stopped dry run ends', async (t) => {
  const pace = new Pace()
  pace.stop()
  t.equal((await run(made(t).steps, {}, pace)).results, '')
})

/** What a crash leaves of a run: the journal up to where its rows are only PENDING. */
async function crashed(t: ConstructorParameters<typeof Scratch>[0]) {
  const { scratch, steps, journal } = made(t)
  await run(steps, { journal })
  const rows = scratch.read('journal').split('\n')
  for (const name of ['a', 'b', 'c']) scratch.write(name, 'x')
  scratch.write('journal', `${rows.slice(0, 2).join('\n')}\n`)
  return { scratch, journal }
}

async function recovery(
  journal: string,
  way: 'finish' | 'back',
  change: boolean,
  notes: string[] = [],
) {
  const results: ResultRecord[] = []
  for await (const batch of runRecovery(
    { path: journal, way, trusted: false },
    change,
    new Pace(),
    (text) => notes.push(text),
  ))
    results.push(...batch)
  return results.map(({ status }) => status)
}

t.test('recovery says what is unfinished, settles it, and then has nothing to do', async (t) => {
  const { scratch, journal } = await crashed(t)
  const before = scratch.read('journal')
  t.strictSame(await recovery(journal, 'finish', false), ['would'])
  t.equal(scratch.read('journal'), before)
  t.equal((await recovery(journal, 'back', true)).length, 1)
  t.match(journaled(scratch).at(-1), /^SKIPPED a$|^DELETED a$/)
  const after = scratch.read('journal')
  for (const way of ['finish', 'back'] as const)
    t.strictSame(await recovery(journal, way, true), [])
  t.equal(scratch.read('journal'), after)
})

t.test('recovery of a journal that ends in its header says so', async (t) => {
  for (const [bytes, note] of [
    ['', /journal is empty: its run had not begun a step/],
    ['filepath,sta', /journal is cut in its first line: its run had not begun a step/],
  ] as const) {
    const { scratch, journal } = made(t)
    scratch.write('journal', bytes)
    const notes: string[] = []
    t.strictSame(await recovery(journal, 'finish', true, notes), [])
    t.match(notes, [note])
    t.equal(notes.length, 1)
  }
})

t.test('recovery needs a journal, and that nobody else has it', async (t) => {
  const { scratch, steps, journal } = made(t)
  await t.rejects(recovery(journal, 'finish', true), { code: 'ENOENT' })
  scratch.write('journal', 'mine')
  await t.rejects(recovery(journal, 'finish', true), { message: 'not a journal of dd-apply' })
  scratch.remove('journal')
  const pace = new Pace()
  async function* input() {
    yield Buffer.from(lines(...steps))
  }
  const wishes = {
    verify: 'bytes',
    minAgeMs: 0,
    allowTmpfs: true,
    journal,
    trash: undefined,
  } as const
  const quiet = { onPlan: () => {}, onLimit: () => {}, onAgain: () => {} }
  for await (const _ of runPlan(input(), wishes, pace, quiet))
    await t.rejects(recovery(journal, 'finish', true), { message: 'is in use by another run' })
})
