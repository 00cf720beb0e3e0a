// dd-apply --ask, at a real terminal.
import { readFileSync, writeFileSync } from 'node:fs'
import t from 'tap'
import { Stage } from '../helper/applied.js'
import { without } from '../helper/commands.js'
import { shell } from '../helper/run.js'
import { lines, step } from '../helper/scratch.js'
import { atTerminal, WITHOUT_TERMINAL } from '../helper/terminal.js'

const skip = WITHOUT_TERMINAL

/** Files of each class, and a plan to delete all that is too much. */
function stageOf(t: ConstructorParameters<typeof Stage>[0]) {
  const stage = new Stage(t)
  const { files } = stage
  const keep = files.write('keep', 'twice')
  const steps = [
    step('delete', files.write('copy\x1b[31m', 'twice'), keep),
    step('delete', files.write('none', '')),
    step('delete', files.write('part', 'tw'), keep, { why: 'partial' }),
  ]
  return { stage, files, steps, plan: planFile(stage, lines(...steps)) }
}

function planFile(stage: Stage, text: string): string {
  const path = String(stage.state.at('plan'))
  writeFileSync(path, text)
  return path
}

/** Answer dd-apply. @returns also what was shown, from `Empty files:` on */
async function answer({ stage, plan }: ReturnType<typeof stageOf>, typed: string, flags = '') {
  const out = String(stage.state.at('out'))
  const line = `dd-apply --ask --apply --journal '${stage.journal}' ${flags} < '${plan}' > '${out}'`
  const ran = await atTerminal(line, typed, stage.env)
  return { ...ran, out: readFileSync(out, 'utf8') }
}

const TIME = '13.09.2020 12:26:40'

const report = (root: string) => `Empty files:
 X    0.0  B  ${TIME}  ${root}/none
Incompletes:
 =    5.0  B  ${TIME}  ${root}/keep
 X    2.0  B  ${TIME}  ${root}/part
Duplicates:
 =    5.0  B  ${TIME}  ${root}/keep
 X    5.0  B  ${TIME}  ${root}/copy\\u{1b}[31m
`
const QUESTION = 'Kill files? (all/empty/incompletes/duplicates) [a/e/i/d/N] '
const COPY = 'copy\x1b[31m'

// prettier-ignore
const yes: [typed: string, left: string[]][] = [
  ['a\n',           ['keep']],
  ['e\n',           [COPY, 'keep', 'part']],
  ['id\n',          ['keep', 'none']],
  ['incompletes\n', [COPY, 'keep', 'none']],
  ['nah\x15d\n',    ['keep', 'none', 'part']],
]

for (const [typed, left] of yes)
  t.test(`${JSON.stringify(typed)} leaves ${left.join(', ')}`, { skip }, async (t) => {
    const made = stageOf(t)
    const { stage, files, steps } = made
    const { status, stdout, out } = await answer(made, typed)
    t.equal(status, 0, stdout)
    t.ok(stdout.startsWith(`${report(files.root)}${QUESTION}`), stdout)
    t.strictSame(files.names(), left)
    const gone = steps.filter(({ file }) => !left.some((name) => file.path!.endsWith(`/${name}`)))
    t.equal(out.split('\n').length - 1, gone.length, 'a result for each, on stdout')
    const journal = stage.state.read('journal.csv')
    for (const { id } of steps)
      t.equal(
        journal.includes(id),
        gone.some((step) => step.id === id),
        'in the journal',
      )
  })

// prettier-ignore
const no: [name: string, typed: string][] = [
  ['an empty line', '\n'],
  ['nah',           'nah\n'],
  ['A',             'A\n'],
  ['blank a',       ' a\n'],
  ['end of file',   '\x04'],
  ['a without its end', 'a\x04\x04'],
]

for (const [name, typed] of no)
  t.test(`${name} is no`, { skip }, async (t) => {
    const made = stageOf(t)
    const before = made.files.picture()
    const { status, stdout, out } = await answer(made, typed)
    t.strictSame([status, out], [0, ''])
    t.match(stdout, /\ndd-apply: the answer was no: nothing was changed\n/)
    t.strictSame(made.files.picture(), before)
    t.notOk(made.stage.state.exists('journal.csv'), 'there is no journal')
  })

t.test('Ctrl-C at the question', { skip }, async (t) => {
  const made = stageOf(t)
  const before = made.files.picture()
  const { status, stdout, out } = await answer(made, '\x03')
  t.strictSame([status, out], [130, ''])
  t.match(stdout, /\ndd-apply: interrupted: nothing was changed\n$/)
  t.strictSame(made.files.picture(), before)
  t.notOk(made.stage.state.exists('journal.csv'))
})

t.test('with --trash the question is another', { skip }, async (t) => {
  const made = stageOf(t)
  const { status, stdout } = await answer(made, 'd\n', `--trash '${made.files.root}/T'`)
  t.equal(status, 0)
  t.match(stdout, '\nMove files? (all/empty/')
  t.ok(made.files.exists(`T${made.files.root}/${COPY}`))
  t.ok(made.files.exists('part'))
})

t.test('what it did is taken back as ever', { skip }, async (t) => {
  const made = stageOf(t)
  const before = made.files.picture()
  await answer(made, 'd\n')
  await made.stage.undo(made.stage.journal)
  t.strictSame(made.files.picture(), before)
})

t.test('a plan that is not sound is not asked about', { skip }, async (t) => {
  const made = stageOf(t)
  planFile(made.stage, lines(...made.steps, made.steps[0]!))
  const { status, stdout } = await answer(made, 'a\n')
  t.equal(status, 3)
  t.match(stdout, /^dd-apply: stdin: line 4: its file is the file of line 1 too\n$/)
})

t.test('without a terminal nothing is read', { skip: without('setsid') }, async (t) => {
  const { stage, files, steps } = stageOf(t)
  const before = files.picture()
  const line = `SHELL=$BASH setsid -w bash -c "$(declare -f dd-apply); dd-apply --ask --apply"`
  const { status, stdout, stderr } = await shell(line, { env: stage.env }, lines(...steps))
  t.strictSame([status, stdout], [2, ''])
  t.match(
    stderr,
    /^dd-apply: usage: --ask needs a terminal: \/dev\/tty: no such device or address\n/,
  )
  t.strictSame(files.picture(), before)
  t.notOk(stage.state.exists('dd-tools'), 'there is no journal')
})

t.test('without --apply it is shown, and not asked', async (t) => {
  const { stage, files, steps } = stageOf(t)
  const { status, results, stderr } = await stage.apply(steps, ['--ask'])
  t.equal(status, 0)
  t.strictSame(
    results.map(({ status }) => status),
    ['would', 'would', 'would'],
  )
  t.ok(stderr.startsWith(report(files.root)), stderr)
  t.match(stderr, /dd-apply: 3 steps would be done, .*nothing was changed/)
})

t.test('an undo is not asked about', async (t) => {
  const { stage, files } = stageOf(t)
  const [keep, gone] = [files.record('keep'), { ...files.record('part'), size: 5 }]
  const { status, stdout, stderr } = await stage.apply(
    [step('copy', { ...gone, path: `${files.root}/back` } as typeof gone, keep, { why: 'undo' })],
    ['--ask'],
  )
  t.strictSame([status, stdout], [2, ''])
  t.match(stderr, /^dd-apply: usage: --ask: step \w+ is to bring back a file: leave --ask out\n/)
})

for (const flag of ['resume', 'rollback'])
  t.test(`--${flag} is not asked about`, async (t) => {
    const { stage } = stageOf(t)
    const { status, stderr } = await stage.apply('', ['--ask', `--${flag}`, stage.journal])
    t.equal(status, 2)
    t.match(stderr, /^dd-apply: usage: --ask is about a plan: not with --resume or --rollback\n/)
  })
