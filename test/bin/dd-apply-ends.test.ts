// Where the input and the output of dd-apply come from and go to, and its journal.
import { symlinkSync } from 'node:fs'
import t from 'tap'
import { Stage } from '../helper/applied.js'
import { cannotMount, remount, tmpfs } from '../helper/mounts.js'
import { planned } from '../helper/planned.js'
import { shell } from '../helper/run.js'
import { lines } from '../helper/scratch.js'

// What becomes of the run when its output has nowhere to go. The journal knows it all.
// prettier-ignore
const outputs: [shell: string, status: number, err: RegExp, done: boolean][] = [
  ['dd-apply --apply < plan | head -1',        0, /40 steps done/,                          true],
  ['dd-apply --apply < plan | true',           0, /40 steps done/,                          true],
  ['dd-apply --apply < plan > /dev/full',      4, /write standard output: no space left on device\n/,     true],
  ['dd-apply --apply < plan >&-',              0, /40 steps done/,                          true],
  ['dd-apply --apply < plan 2>&-',             0, /^$/,                                     true],
  ['dd-apply --apply < plan 2> /dev/full',     0, /^$/,                                     true],
  ['dd-apply < plan | head -1',                0, /^(?:dd-apply: 40 steps would .*\n)?$/,   false],
  ['dd-apply < plan > /dev/full',              4, /write standard output: no space left on device/,       false],
  ['dd-apply --apply <&-',                     0, /0 steps done/,                           false],
  ['dd-apply --apply < /dev/null',             0, /0 steps done/,                           false],
  ['dd-apply --apply < .',                     2, /usage: standard input is a directory: pipe in a plan/, false],
  ['cat plan | (exec <&0; dd-apply --apply)',  0, /40 steps done/,                          true],
]

for (const [line, status, err, done] of outputs)
  t.test(line, async (t) => {
    const names = Array.from({ length: 40 }, (_, i) => String(i))
    const { stage, files, steps } = planned(t, 'delete', names)
    stage.state.write('plan', lines(...steps))
    const before = files.contents()
    const ran = await shell(`set -o pipefail; ${line}`, { cwd: stage.state.root, env: stage.env })
    stage.intact(before)
    t.equal(ran.status, status, ran.stderr)
    t.match(ran.stderr, err)
    t.equal(files.names().filter((name) => name.startsWith('copies/')).length, done ? 1 : 41)
  })

t.test('nothing piped in, on a terminal', async (t) => {
  const { status, stdout } = await shell(
    `SHELL=$BASH script -qec "$(declare -f dd-apply); dd-apply" /dev/null`,
  )
  t.match(stdout, 'usage: nothing piped in: pipe in a plan, as dd-plan(1) writes it')
  t.equal(status, 2)
})

t.test('progress, on a terminal only', async (t) => {
  const { stage, steps } = planned(t, 'delete', ['a', 'b'])
  stage.state.write('plan', lines(...steps))
  const line = `SHELL=$BASH script -qec "$(declare -f dd-apply); dd-apply < plan" /dev/null`
  const { stdout } = await shell(line, { cwd: stage.state.root, env: stage.env })
  t.match(stdout, /looking .*100% of 2/)
  t.notMatch(stdout, /\x1b\[3\dm/, 'without colour')
})

// prettier-ignore
const journals: [name: string, make: (stage: Stage) => string, status: number, message: RegExp][] = [
  ['there is one of that name', (s) => (s.state.write('j', 'mine'), String(s.state.at('j'))), 2, /^dd-apply: usage: ".*\/j" exists already: each run needs a journal of its own\n/],
  ['a device',                  () => '/dev/full',                                            2, /^dd-apply: usage: "\/dev\/full" exists already/],
  ['a directory',               (s) => s.state.root,                                          2, /exists already/],
  ['a dangling symlink',        (s) => (symlinkSync('x', s.state.at('j')), String(s.state.at('j'))), 4, /^dd-apply: open ".*\/j": exists already\n/],
  ['below a file',              (s) => (s.state.write('f'), `${s.state.root}/f/j`),           4, /^dd-apply: open ".*\/f\/j": not a directory\n/],
]

for (const [name, make, status, message] of journals)
  t.test(`--journal: ${name}: nothing is done`, async (t) => {
    const { stage, files, steps } = planned(t, 'delete', ['a'])
    const ran = await stage.apply(steps, ['--apply', '--journal', make(stage)])
    t.match(ran, { status, stdout: '', stderr: message })
    t.ok(files.exists('copies/a'))
  })

t.test(
  '--journal on a disk that is full soon: nothing is done',
  { skip: cannotMount() },
  async (t) => {
    const { stage, files, steps } = planned(t, 'delete')
    const dir = tmpfs(t, 'size=4k')
    const journal = `${dir}/j`
    const ran = await stage.apply(
      [...steps, ...planned(t, 'delete').steps, ...planned(t, 'delete').steps],
      ['--apply', '--journal', journal],
    )
    t.match(ran, { status: 4, stderr: /stopped: journal .*\/j: ENOSPC/ })
    t.equal(files.names().length, 14)
    remount(dir, 'size=1m')
    const resumed = await stage.apply('', ['--apply', '--resume', journal])
    t.match(resumed, { status: 0, stderr: /, 0 failed/ })
  },
)

t.test('--resume and --rollback of what is no journal', async (t) => {
  const stage = new Stage(t)
  stage.state.write('mine', 'filepath,state\n/a,DELETED\n')
  const mine = String(stage.state.at('mine'))
  for (const flag of ['--resume', '--rollback']) {
    t.match(await stage.apply('', ['--apply', flag, mine]), {
      status: 3,
      stderr: 'mine: not a journal of dd-apply',
    })
    t.match(await stage.apply('', ['--apply', flag, '/none/j']), {
      status: 4,
      stderr: 'open "/none/j": no such file or directory',
    })
  }
  t.equal(stage.state.read('mine'), 'filepath,state\n/a,DELETED\n')
})
