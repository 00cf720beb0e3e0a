import { PassThrough, Readable, Writable } from 'node:stream'
import t from 'tap'
import { Interrupted } from '../../lib/cli/exit.js'
import type { Context } from '../../lib/cli/main.js'
import type { ApplyFlags } from '../../lib/cli/apply-flags.js'
import { showRun, type Told } from '../../lib/cli/show-run.js'
import type { ResultRecord } from '../../lib/record/result.js'

const done: ResultRecord = {
  type: 'result',
  id: 'x',
  op: 'delete',
  path: '/a',
  status: 'done',
  freed: 1,
}

function surroundings(options: Partial<ApplyFlags>) {
  const notes: string[] = []
  const context = {
    options: { verify: 'bytes', minAge: 0, ...options },
    operands: [],
    commandLine: ['dd-apply'],
    stdin: new PassThrough(),
    stdout: new PassThrough(),
    stderr: new PassThrough(),
    fault: () => {},
    needInput: () => {},
    note: (text: string) => void notes.push(text),
  } satisfies Context<ApplyFlags>
  return { context, notes }
}

async function* one({ onPlan, onLimit, onAgain }: Told) {
  onPlan({ count: 1 })
  onAgain({ path: '/t' })
  yield [done]
  onLimit()
}

const SUMMARY = '1 step done, freeing 1 B; 0 skipped, 0 failed'
const AGAIN =
  'files stay below "/t", where they were found: who looks there again finds them, but with --exclude'
const LIMIT = 'a limit was reached: the rest of the plan was left alone'

t.test('a run', async (t) => {
  const { context, notes } = surroundings({ apply: true })
  await showRun(context, '/j', () => {}, one)
  t.equal(String(context.stdout.read()), `${JSON.stringify(done)}\n`)
  t.strictSame(notes, ['journal: /j', AGAIN, LIMIT, SUMMARY])
})

t.test('a quiet one says where the journal is, and what is out of order', async (t) => {
  const { context, notes } = surroundings({ apply: true, quiet: true })
  await showRun(context, '/j', () => {}, one)
  t.strictSame(notes, ['journal: /j', LIMIT])
})

t.test('a run that fails says how to go on', async (t) => {
  const { context, notes } = surroundings({ apply: true })
  const start = async function* (told: Told) {
    yield* one(told)
    throw new Error('the disk is gone')
  }
  await t.rejects(
    showRun(context, '/j', () => {}, start),
    { message: 'the disk is gone' },
  )
  t.equal(notes.at(-1), 'to settle what is unfinished: dd-apply --apply --resume /j')
})

t.test('results that cannot be written leave nothing to settle', async (t) => {
  for (const [journal, again] of [
    [undefined, 'do the same again'],
    ['/j', 'do the same with another --journal'],
  ] as const) {
    const { context, notes } = surroundings({ apply: true, ...(journal && { journal }) })
    const error = new Error('no space left')
    const stdout = new Writable({ write: (_chunk, _encoding, done) => done(error) })
    const write = showRun({ ...context, stdout }, '/j', () => {}, one)
    await t.rejects(write, { message: 'no space left' })
    t.equal(notes.at(-1), `stopped between two steps; ${again} to go on`)
  }
})

t.test('a plan that is refused leaves nothing to settle', async (t) => {
  const { context, notes } = surroundings({ apply: true })
  const start = async function* () {
    throw new Error('line 1: not JSON')
  }
  await t.rejects(showRun(context, '/j', () => {}, start))
  t.strictSame(notes, [])
})

t.test('a signal between two steps', async (t) => {
  const { context, notes } = surroundings({ apply: true })
  let stopped = false
  const start = async function* (told: Told) {
    yield* one(told)
    process.emit('SIGTERM', 'SIGTERM')
    t.ok(stopped, 'the run was asked to stop')
  }
  const run = showRun(context, '/j', () => void (stopped = true), start)
  await t.rejects(run, new Interrupted(15, 'stopped between two steps'))
  t.equal(notes.at(-1), SUMMARY)
})

t.test('a signal while an answer is waited for', async (t) => {
  const { context, notes } = surroundings({ apply: true })
  const start = async function* ({ interrupted }: Told) {
    t.notOk(interrupted.aborted)
    process.emit('SIGINT', 'SIGINT')
    interrupted.throwIfAborted()
  }
  const run = showRun(context, '/j', () => {}, start)
  await t.rejects(run, new Interrupted(2, 'nothing was changed'))
  t.strictSame(notes, [], 'there is nothing to settle')
})

t.test('a signal while the plan is read', async (t) => {
  const { context } = surroundings({})
  const start = async function* () {
    setImmediate(() => process.emit('SIGINT', 'SIGINT'))
    for await (const _ of context.stdin as Readable) t.fail('there is nothing to read')
  }
  const run = showRun(context, undefined, () => {}, start)
  await t.rejects(run, new Interrupted(2, 'nothing was changed'))
})
