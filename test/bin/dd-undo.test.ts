// dd-undo as a process.
import { appendFileSync, chmodSync, linkSync, truncateSync } from 'node:fs'
import t from 'tap'
import { HEADER } from '../../lib/apply/journal-row.js'
import type { Op } from '../../lib/record/step.js'
import { outcomes, Stage } from '../helper/applied.js'
import { records, run, shell } from '../helper/run.js'
import { step } from '../helper/scratch.js'

/** A run that was done: its journal, and the files as they were before. */
async function ranOn(t: ConstructorParameters<typeof Stage>[0], op: Op) {
  const stage = new Stage(t)
  const { files } = stage
  files.write('d/\xff\n', 'content', 1_234_567_890)
  chmodSync(files.at('d/\xff\n'), 0o4750)
  linkSync(files.at('d/\xff\n'), files.at('d/second'))
  const keep = files.write('keep', 'content')
  const before = files.picture()
  const fields = (name: string) => ({
    ...(op === 'move' && { to: `${files.root}/m/${name.length}` }),
    ...(op === 'hardlink' && { metadata: 'ignore' as const }),
  })
  const names = ['d/\xff\n', 'd/second']
  const steps = names.map((name) => step(op, files.record(name), keep, fields(name)))
  const ran = await stage.apply(steps, ['--apply', '--journal', stage.journal])
  t.equal(ran.status, 0, ran.stderr)
  return { stage, files, before, journal: stage.journal }
}

for (const op of ['delete', 'hardlink', 'symlink', 'move'] as Op[])
  t.test(`${op} and back: bytes, names, mode, owner, times, hard links`, async (t) => {
    const { stage, files, before, journal } = await ranOn(t, op)
    const undone = await stage.undo(journal)
    t.strictSame([undone.status, outcomes(undone.results)], [0, ['done', 'done']])
    t.strictSame(files.picture(), before)
  })

t.test('it changes nothing itself, and its steps can wait', async (t) => {
  const { stage, files, before, journal } = await ranOn(t, 'delete')
  const now = files.picture()
  const { status, stdout, stderr } = await run('dd-undo', [journal])
  t.strictSame([status, stderr], [0, ''])
  t.match(records(stdout), [{ type: 'step', op: 'copy', why: 'undo' }, { op: 'copy' }])
  t.strictSame(files.picture(), now)
  t.match(await stage.apply(stdout, []), { status: 0, stderr: '2 steps would be done' })
  t.strictSame(files.picture(), now)
  t.equal((await stage.apply(stdout)).status, 0)
  t.strictSame(files.picture(), before)
})

t.test('a name that is taken again is not taken back', async (t) => {
  const { stage, files, journal } = await ranOn(t, 'delete')
  files.write('d/second', 'brand new')
  const { status, results } = await stage.undo(journal)
  t.equal(status, 1)
  t.strictSame(outcomes(results).sort(), ['done', 'skipped exists'])
  t.equal(files.read('d/second'), 'brand new')
  t.equal(files.read('d/\xff\n'), 'content', 'its other name is')
})

t.test('a keeper that is gone: a line for each of its files, and status 1', async (t) => {
  const { files, journal } = await ranOn(t, 'delete')
  files.remove('keep')
  const { status, stdout, stderr } = await run('dd-undo', [journal])
  t.strictSame([status, stdout, stderr.split('\n').length], [1, '', 3])
  t.match(
    stderr,
    `dd-undo: undo "${files.root}/d/second": its keeper "${files.root}/keep" is gone\n`,
  )
})

t.test('one keeper that got shorter does not keep the others from coming back', async (t) => {
  const stage = new Stage(t)
  const { files, journal } = stage
  const steps = ['1', '2', '3'].map((n) =>
    step('delete', files.write(`b/${n}`, `content${n}`), files.write(`a/${n}`, `content${n}`)),
  )
  t.equal((await stage.apply(steps, ['--apply', '--journal', journal])).status, 0)
  files.write('a/2', 'X')
  const { status, stdout, stderr } = await run('dd-undo', [journal])
  const short = `its keeper "${files.root}/a/2" is shorter than it was`
  t.strictSame([status, stderr], [1, `dd-undo: undo "${files.root}/b/2": ${short}\n`])
  const { results } = await stage.apply(stdout)
  t.strictSame(outcomes(results), ['done', 'done'])
  t.strictSame([files.read('b/1'), files.read('b/3')], ['content1', 'content3'])
})

t.test('a keeper that was rewritten is not believed', async (t) => {
  const { stage, files, journal } = await ranOn(t, 'delete')
  files.write('keep', 'CONTENT')
  const { status, results } = await stage.undo(journal)
  t.strictSame([status, outcomes(results)], [1, ['skipped changed', 'skipped gone']])
  t.strictSame(files.names(), ['d/', 'keep'])
})

// prettier-ignore
const journals: [name: string, spoil: (path: string, size: number) => void, status: number, err: RegExp][] = [
  ['torn at its end: what is whole counts',  (path) => appendFileSync(path, 'half a ro'),              0, /^$/],
  ['cut before the last rows',               (path, size) => truncateSync(path, Math.floor(size / 2)), 1, /^(?:dd-undo: undo ".*": is not finished: give the journal to dd-apply --apply --resume or --rollback first\n)+$/],
  ['cut to its header',                      (path) => truncateSync(path, HEADER.length),              0, /^$/],
  ['cut in its header',                      (path) => truncateSync(path, HEADER.length - 1),          0, /^dd-undo: \/.*journal\.csv is cut in its first line: its run had not begun a step, unless [^\n]*\n$/],
  ['empty',                                  (path) => truncateSync(path, 0),                          0, /^dd-undo: \/.*journal\.csv is empty: its run had not begun a step, unless [^\n]*\n$/],
  ['not a journal',                          (path) => (truncateSync(path, 0), appendFileSync(path, 'a,b\n')), 3, /^dd-undo: refused: .*journal\.csv: not a journal of dd-apply\n$/],
]

for (const [name, spoil, status, err] of journals)
  t.test(`a journal ${name}`, async (t) => {
    const { stage, journal } = await ranOn(t, 'delete')
    spoil(journal, stage.state.read('journal.csv').length)
    const ran = await run('dd-undo', [journal])
    t.equal(ran.status, status, ran.stderr)
    t.match(ran.stderr, err)
  })

// prettier-ignore
const usage: [args: string[], status: number, err: RegExp][] = [
  [[],                2, /^dd-undo: usage: missing required argument 'journal'\nTry /],
  [['a', 'b'],        2, /^dd-undo: usage: too many arguments/],
  [['--apply', 'a'],  2, /^dd-undo: usage: unknown option '--apply'/],
  [['/none/j'],       4, /^dd-undo: open "\/none\/j": no such file or directory\n$/],
  [['/tmp'],          2, /^dd-undo: usage: "\/tmp" is not a regular file\n/],
  [['/dev/null'],     2, /^dd-undo: usage: "\/dev\/null" is not a regular file\n/],
  [['--trust-journal', '/dev/zero'], 2, /^dd-undo: usage: "\/dev\/zero" is not a regular file\n/],
]

for (const [args, status, err] of usage)
  t.test(`dd-undo ${args.join(' ')}`, async (t) => {
    const ran = await run('dd-undo', args)
    t.match(ran, { status, stdout: '', stderr: err })
  })

t.test('a reader that leaves, and a full disk', async (t) => {
  const { journal } = await ranOn(t, 'delete')
  const env = { ...process.env, J: journal }
  t.match(await shell('set -o pipefail; dd-undo "$J" | true', { env }), { status: 0, stderr: '' })
  t.match(await shell('dd-undo "$J" > /dev/full', { env }), {
    status: 4,
    stderr: 'no space left on device',
  })
})
