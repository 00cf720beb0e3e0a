// dd-apply as people use it: what its ops and flags do, and the way back.
import ndjson from 'ndjson'
import { Readable } from 'node:stream'
import t from 'tap'
import { outcomes } from '../helper/applied.js'
import { cannotMount, tmpfs } from '../helper/mounts.js'
import { run } from '../helper/run.js'
import { NAMES, planned } from '../helper/planned.js'
import type { Op } from '../../lib/record/step.js'

for (const op of ['delete', 'hardlink', 'symlink', 'move'] as Op[])
  t.test(`${op}: look, do, do again, undo, undo again`, async (t) => {
    const { stage, files, steps } = planned(t, op)
    const before = files.picture()
    const freed = op === 'move' ? '0 B' : '24.0 KiB' // one that stays on its disk frees nothing
    const looked = await stage.apply(steps, [])
    t.match(looked, { status: 0, stderr: /; .*nothing was changed/ })
    const again = op === 'move' ? `dd-apply: files stay below "${files.root}", where they ` : ''
    t.ok(looked.stderr.startsWith(again))
    t.match(looked, { stderr: `dd-apply: 6 steps would be done, freeing ${freed};` })
    t.strictSame(outcomes(looked.results), Array(6).fill('would'))
    t.strictSame(files.picture(), before)

    const done = await stage.apply(steps)
    const [journal = ''] = stage.journals()
    t.match(done, {
      status: 0,
      stderr: `dd-apply: journal: ${journal}\n${again || `dd-apply: 6 steps done, freeing ${freed};`}`,
    })
    t.strictSame(outcomes(done.results), Array(6).fill('done'))
    t.strictSame(
      done.results.map(({ id }) => id),
      steps.map(({ id }) => id),
    )
    t.notSame(files.picture(), before)

    const twice = await stage.apply(steps)
    t.equal(twice.status, op === 'hardlink' ? 0 : 1)
    const code = { delete: 'gone', hardlink: 'already', symlink: 'changed', move: 'exists' }[
      op as 'delete'
    ]
    t.strictSame(outcomes(twice.results), Array(6).fill(`skipped ${code}`))

    t.equal((await stage.undo(journal)).status, 0)
    t.strictSame(files.picture(), before, 'names, bytes, owner, mode, times and links are back')
    t.equal((await stage.undo(journal)).status, 0)
    t.strictSame(files.picture(), before, 'and stay')
  })

t.test('its results through another reader', async (t) => {
  const { stage, files, steps } = planned(t, 'delete')
  files.write('copies/a', 'else')
  const { raw, results } = await stage.apply(steps)
  const read = await Readable.from([raw]).pipe(ndjson.parse()).on('error', t.fail)
  const found: object[] = []
  for await (const record of read) found.push(record)
  t.strictSame(found, results)
})

t.test('stderr has no control characters of names', async (t) => {
  const { stage, files, steps } = planned(t, 'delete')
  for (const name of NAMES) files.remove(`copies/${name}`)
  const { status, stderr } = await stage.apply(steps)
  t.equal(status, 1)
  t.match(stderr, 'copies/\\u{1b}[31m": the file is gone\n')
  t.match(stderr, 'copies/b\\u{a}c": the file is gone\n')
  t.notMatch(stderr, /[\x00-\x09\x0b-\x1f\x7f-\x9f]/)
})

// prettier-ignore
const usage: [args: string[], message: RegExp][] = [
  [['--aply'],                               /unknown option '--aply' \(Did you mean --apply\?\)/],
  [['--apply', '--dry-run'],                 /unknown option '--dry-run'/],
  [['plan.ndjson'],                          /too many arguments/],
  [['--journal', 'a', '--resume', 'b'],      /--journal, --resume and --rollback cannot be given together/],
  [['--rollback', 'j', '--trash', 'x'],      /--trash is about a plan: not with --resume or --rollback/],
  [['--max-files', '-1'],                    /"-1" is not a whole number/],
]

for (const [args, message] of usage)
  t.test(`dd-apply ${args.join(' ')}`, async (t) => {
    const { stage, files, steps } = planned(t, 'delete', ['a'])
    const ran = await stage.apply(steps, args)
    t.match(ran, { status: 2, stdout: '', stderr: message })
    t.match(ran.stderr, /^dd-apply: usage: .*\nTry 'dd-apply --help' or 'man dd-apply'\.\n$/)
    t.ok(files.exists('copies/a'))
  })

// prettier-ignore
const limits: [args: string[], want: string[], told: RegExp][] = [
  [['--max-files', '2'],     ['done', 'done'],                     /a limit was reached: the rest of the plan was left alone/],
  [['--max-bytes', '19'],    ['done', 'done'],                     /a limit was reached/],
  [['--max-bytes', '0'],     [],                                   /a limit was reached/],
  [['--min-age', '500000w'], Array(3).fill('skipped young'),       /modified more recently than --min-age/],
  [['--max-files', '3', '--max-bytes', '27', '--min-age', '1d', '--verify', 'stat'], ['done', 'done', 'done'], /3 steps done/],
  [['--quiet'],              ['done', 'done', 'done'],             /^dd-apply: journal: \S+\n$/],
]

for (const [args, want, told] of limits)
  t.test(`dd-apply --apply ${args.join(' ')}`, async (t) => {
    const { stage, steps } = planned(t, 'delete', ['a', 'b', 'c'])
    const { status, stderr, results } = await stage.apply(steps, ['--apply', ...args])
    t.strictSame(outcomes(results), want)
    t.match(stderr, told)
    t.equal(status, want.includes('skipped young') ? 1 : 0)
  })

t.test('--verify stat does not believe a file that was rewritten just now', async (t) => {
  const { stage, files, steps } = planned(t, 'delete', ['a'])
  const trusted = steps.map((one) => ({ ...one, algo: 'sha256', hash: 'ab'.repeat(32) }))
  files.write('copies/a', 'CONTENT 0', 1_500_000_000)
  const { status, results } = await stage.apply(trusted, ['--apply', '--verify', 'stat'])
  t.strictSame([status, outcomes(results)], [1, ['skipped differs']])
})

t.test('--trash, and the way back', async (t) => {
  const { stage, files, steps } = planned(t, 'delete')
  const before = files.picture()
  const ran = await stage.apply(steps, ['--apply', '--trash', 'T/../Trash'], { cwd: files.root })
  t.equal(ran.status, 0, ran.stderr)
  t.equal(files.names().filter((name) => name.startsWith(`Trash${files.root}/copies/`)).length, 7)
  t.notOk(files.exists('copies/a'))
  t.equal((await stage.undo(stage.journals()[0]!)).status, 0)
  t.strictSame(files.picture(), before)
  t.strictSame(
    files.names().filter((name) => name.startsWith('Trash')),
    ['Trash/'],
  )
})

t.test('--trash on another file system', { skip: cannotMount() }, async (t) => {
  const { stage, files, steps } = planned(t, 'delete')
  const before = files.picture()
  const { status } = await stage.apply(steps, ['--apply', '--allow-tmpfs', '--trash', tmpfs(t)])
  t.strictSame([status, files.exists('copies/a')], [0, false])
  t.equal((await stage.undo(stage.journals()[0]!)).status, 0)
  t.strictSame(files.picture(), before)
})

t.test('--help and --version', async (t) => {
  t.match(await run('dd-apply', ['--help']), { status: 0, stdout: /^Usage: dd-apply/, stderr: '' })
  t.match(await run('dd-apply', ['--version']), { status: 0, stdout: /^\d+\.\d+\.\d+\n$/ })
})
