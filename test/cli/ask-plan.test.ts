import { PassThrough } from 'node:stream'
import t from 'tap'
import type { ApplyFlags } from '../../lib/cli/apply-flags.js'
import { asker, type Plan } from '../../lib/cli/ask-plan.js'
import { Interrupted, UsageError } from '../../lib/cli/exit.js'
import type { Terminal } from '../../lib/fs/terminal.js'
import type { StepRecord } from '../../lib/record/step.js'
import { errno } from '../helper/apply-run.js'
import { file } from '../helper/records.js'
import { step } from '../helper/scratch.js'

const k = file('/k', { size: 9 })
const steps = [
  step('delete', file('/d1', { size: 2 }), k),
  step('delete', file('/e', { size: 0 })),
  step('delete', file('/i', { size: 3 }), k, { why: 'partial' }),
  step('delete', file('/d2', { size: 4 }), k),
]

function planOf(...batches: StepRecord[][]): Plan {
  const all = batches.flat()
  const bytes = all.reduce((sum, { file }) => sum + file.size, 0)
  return {
    count: all.length,
    bytes,
    steps: async function* () {
      yield* batches
    },
  }
}

async function* layout(batches: AsyncIterable<StepRecord[]>) {
  for await (const batch of batches) yield batch.map(({ file }) => `seen: ${file.path}`)
}

const REPORT = steps.map(({ file }) => `seen: ${file.path}\n`).join('')

/** Ask about a plan, and say what was seen and heard. */
async function asked(
  options: Partial<ApplyFlags>,
  answer: Terminal['ask'] | string | undefined,
  plan: Plan = planOf(steps.slice(0, 2), steps.slice(2)),
  interrupted: AbortSignal = new AbortController().signal,
) {
  const [stderr, notes, questions] = [new PassThrough(), [] as string[], [] as string[]]
  const ask: Terminal['ask'] = async (question, signal) => {
    questions.push(question)
    return typeof answer === 'function' ? answer(question, signal) : answer
  }
  const context = {
    options: { verify: 'bytes', minAge: 0, ...options } as const,
    stderr,
    note: (text: string) => void notes.push(text),
  }
  const chosen = await asker(context, layout, () => ({ ask }))(plan, interrupted)
  const names: (string | undefined)[] = []
  for await (const batch of chosen?.steps() ?? [])
    for (const { file } of batch) names.push(file.path)
  const { count, bytes } = chosen ?? {}
  return { names, count, bytes, report: String(stderr.read() ?? ''), notes, questions }
}

const never = () => Promise.reject(new Error('it was asked'))

const YES = { apply: true, ask: true } as const

// prettier-ignore
const cases: [answer: string | undefined, names: string[], bytes: number | undefined][] = [
  ['a',       ['/d1', '/e', '/i', '/d2'], 9],
  ['d',       ['/d1', '/d2'],             6],
  ['e',       ['/e'],                     0],
  ['ie',      ['/e', '/i'],               3],
  ['nah',     [],                         undefined],
  ['',        [],                         undefined],
  [undefined, [],                         undefined],
]

for (const [answer, names, bytes] of cases)
  t.test(`the answer is ${JSON.stringify(answer)}`, async (t) => {
    const heard = await asked(YES, answer)
    t.strictSame(heard.names, names)
    t.equal(heard.count, names.length || undefined)
    t.equal(heard.bytes, bytes)
    t.equal(heard.report, REPORT)
    t.strictSame(heard.notes, names.length > 0 ? [] : ['the answer was no: nothing was changed'])
    t.strictSame(heard.questions, ['Kill files? (all/empty/incompletes/duplicates) [a/e/i/d/N] '])
  })

t.test('what is allowed and not there is nothing', async (t) => {
  const heard = await asked(YES, 'e', planOf([steps[0]!]))
  t.strictSame([heard.names, heard.count], [[], undefined])
})

t.test('with --trash nothing is killed', async (t) => {
  const { questions } = await asked({ ...YES, trash: '/t' }, 'a')
  t.match(questions, [/^Move files\? /])
})

t.test('an empty plan is not asked about', async (t) => {
  const heard = await asked(YES, never, planOf([]))
  t.match(heard, { names: [], count: 0, report: '', notes: [], questions: [] })
})

t.test('without --apply nothing is asked: all is shown, and all would be done', async (t) => {
  const heard = await asked({ ask: true }, never)
  t.match(heard, { count: 4, report: REPORT, notes: [], questions: [] })
})

t.test('without --ask nothing is shown', async (t) => {
  const heard = await asked({ apply: true }, never)
  t.match(heard, { count: 4, report: '', notes: [], questions: [] })
})

const context = (options: Partial<ApplyFlags>) => ({
  options: { verify: 'bytes', minAge: 0, ...options } as const,
  stderr: new PassThrough(),
  note: () => {},
})
const none = () => {
  throw errno('ENXIO')
}

t.test('no terminal', async (t) => {
  const message = '--ask needs a terminal: /dev/tty: no such device or address'
  t.throws(() => asker(context(YES), layout, none), new UsageError(message))
  t.ok(asker(context({ ask: true }), layout, none), 'where nothing is asked, none is needed')
  t.ok(asker(context({ apply: true }), layout, none))
})

for (const flag of ['resume', 'rollback'])
  t.test(`--${flag} has no plan to ask about`, async (t) => {
    const message = '--ask is about a plan: not with --resume or --rollback'
    t.throws(() => asker(context({ ...YES, [flag]: '/j' }), layout, none), new UsageError(message))
  })

t.test('a plan that gives something back is not shown', async (t) => {
  const plan = planOf([steps[0]!, step('move', file('/m'), k, { why: 'undo', to: '/t' })])
  await t.rejects(asked(YES, never, plan), { message: 'is to bring back a file' })
})

t.test('a signal while it is looked through', async (t) => {
  const stop = new AbortController()
  const plan = planOf([steps[0]!], [steps[1]!])
  setImmediate(() => stop.abort(new Interrupted(2, 'nothing was changed')))
  await t.rejects(asked(YES, never, plan, stop.signal), { message: 'nothing was changed' })
})
