// Plans that are no plans, or that turn on themselves: status 3, the line, the field, and nothing done.
import { symlinkSync } from 'node:fs'
import t from 'tap'
import { Stage } from '../helper/applied.js'
import { bindMount, cannotMount } from '../helper/mounts.js'
import { lines, step } from '../helper/scratch.js'
import type { StepRecord } from '../../lib/record/step.js'

/** a, b and c of one content; `plan` makes lines of steps about them. */
function stageOf(t: ConstructorParameters<typeof Stage>[0]) {
  const stage = new Stage(t)
  const [a, b, c] = ['a', 'b', 'c'].map((name) => stage.files.write(`real/${name}`, 'x')) as [
    any,
    any,
    any,
  ]
  symlinkSync('real', stage.files.at('alias'))
  return { stage, a, b, c, good: step('delete', a, c) }
}

async function refused(
  t: ConstructorParameters<typeof Stage>[0],
  input: (made: ReturnType<typeof stageOf>) => string | Buffer | StepRecord[],
  message: string,
) {
  const made = stageOf(t)
  const before = made.stage.files.picture()
  for (const args of [['--apply'], []]) {
    const ran = await made.stage.apply(input(made), args)
    t.match(ran, { status: 3, stdout: '' })
    t.equal(ran.stderr.replaceAll(/"\/.*?"/g, '"…"'), `dd-apply: stdin: ${message}\n`)
  }
  t.strictSame(made.stage.files.picture(), before)
}

const COUNT = 'expected a whole number from 0 to 2^53-1'
const NORMAL = 'expected an absolute path, "." and ".." removed, valid UTF-8'

// What is wrong with the second line, after a good one.
// prettier-ignore
const spoilt: [name: string, line: (good: StepRecord) => string | Buffer, message: string][] = [
  ['no size',          (s) => lines({ ...s, file: { ...s.file, size: undefined } }),    `field "file.size": ${COUNT}`],
  ['size null',        (s) => lines({ ...s, file: { ...s.file, size: null } }),         `field "file.size": ${COUNT}`],
  ['size negative',    (s) => lines({ ...s, file: { ...s.file, size: -1 } }),           `field "file.size": ${COUNT}`],
  ['size huge',        (s) => lines(s).replace('"size":1', '"size":1e300'),             `field "file.size": ${COUNT}`],
  ['size a string',    (s) => lines({ ...s, file: { ...s.file, size: '1' } }),          `field "file.size": ${COUNT}`],
  ['lone surrogate',   (s) => lines({ ...s, file: { ...s.file, path: '/\ud800' } }),    `field "file.path": ${NORMAL}`],
  ['a NUL in a name',  (s) => lines({ ...s, file: { ...s.file, path: '/a\0' } }),       `field "file.path": ${NORMAL}`],
  ['a way up',         (s) => lines({ ...s, file: { ...s.file, path: '/t/../etc' } }),  `field "file.path": ${NORMAL}`],
  ['a NUL',            () => '\0\n',                                                    'not JSON'],
  ['not UTF-8',        (s) => Buffer.from(lines(s).replace('"x"', '"\xff"'), 'latin1'), 'not UTF-8'],
  ['rubbish',          () => 'rm -rf /\n',                                              'not JSON'],
  ['a file record',    (s) => lines(s.file),                                            'field "type": expected "step": pipe "file" through dd-group and dd-plan first'],
  ['cut short',        (s) => lines(s).slice(0, -1),                                    'cut short: no newline at its end'],
  ['cut in the middle', (s) => lines(s).slice(0, 90),                                   'cut short: no newline at its end'],
  ['no keeper',        (s) => lines({ ...s, keep: undefined }),                         'field "keep": expected an object'],
  ['keeps itself',     (s) => lines({ ...s, keep: s.file }),                            'field "keep.path": expected another name than file.path'],
  ['100 MB',           () => `${'x'.repeat(100_000_000)}\n`,                            'not JSON'],
]

for (const [name, line, message] of spoilt)
  t.test(name, (t) =>
    refused(
      t,
      ({ good, b, c }) => {
        const second = line(step('delete', b, c, { why: 'duplicate', hash: 'ab', algo: 'x' }))
        return Buffer.concat([Buffer.from(lines(good)), Buffer.from(second as string)])
      },
      `line 2: ${message}`,
    ),
  )

const remove = (file: any, keep: any) => step('delete', file, keep)
const alias = ({ root: _, ...file }: any) => ({
  ...file,
  path: file.path.replace('/real/', '/alias/'),
})
const KEEPER = (line: number, other: number) =>
  `line ${line}: its keeper is to be removed or replaced by line ${other}`

// prettier-ignore
const circles: [name: string, steps: (made: ReturnType<typeof stageOf>) => StepRecord[], message: string][] = [
  ['all copies',                  ({ a, b }) => [remove(a, b), remove(b, a)],                          KEEPER(1, 2)],
  ['all copies, the other way',   ({ a, b }) => [remove(b, a), remove(a, b)],                          KEEPER(1, 2)],
  ['all of three',                ({ a, b, c }) => [remove(a, b), remove(b, c), remove(c, a)],         KEEPER(1, 2)],
  ['the keeper of another step',  ({ a, b, c }) => [remove(a, b), remove(b, c)],                       KEEPER(1, 2)],
  ['before that step',            ({ a, b, c }) => [remove(b, c), remove(a, b)],                       KEEPER(2, 1)],
  ['by another op',               ({ a, b, c }) => [remove(a, b), step('symlink', b, c)],              KEEPER(1, 2)],
  ['under an alias',              ({ a, b, c }) => [remove(a, alias(b)), remove(b, c)],                KEEPER(1, 2)],
  ['both under an alias',         ({ a, b }) => [remove(a, alias(b)), remove(b, alias(a))],            KEEPER(1, 2)],
  ['the same step twice',         ({ good }) => [good, good],                                          'line 2: its file is the file of line 1 too'],
  ['the same file twice',         ({ a, b, c }) => [remove(a, b), step('hardlink', a, c)],             'line 2: its file is the file of line 1 too'],
  ['the same file by an alias',   ({ a, b, c }) => [remove(a, b), remove(alias(a), c)],                'line 2: its file is the file of line 1 too'],
  ['one id twice',                ({ good, b, c }) => [good, { ...remove(b, c), id: good.id }],        'line 2: its id is the id of line 1 too'],
]

for (const [name, steps, message] of circles)
  t.test(`a plan that removes ${name}`, (t) => refused(t, steps, message))

t.test(
  'a plan that removes all copies through a bind mount',
  { skip: cannotMount() },
  async (t) => {
    const made = stageOf(t)
    const view = bindMount(t, made.stage.files.root)
    const seen = ({ root: _, ...file }: any) => ({
      ...file,
      path: file.path.replace(made.stage.files.root, view),
    })
    for (const steps of [
      [remove(made.a, seen(made.b)), remove(made.b, seen(made.a))],
      [remove(made.a, seen(made.a))],
      [remove(seen(made.b), made.c), remove(made.a, made.b)],
    ]) {
      const ran = await made.stage.apply(steps)
      t.match(ran, { status: 3, stderr: /its keeper is to be removed or replaced by line \d/ })
    }
    t.equal(made.stage.files.names().length, 5)
  },
)

t.test('an endless line is not gathered', async (t) => {
  const { stage } = stageOf(t)
  const { status, stderr } = await stage.apply(Buffer.alloc(501 * 2 ** 20, 'x'))
  t.strictSame([status, stderr], [3, 'dd-apply: stdin: line 1: longer than 500 MiB\n'])
})
