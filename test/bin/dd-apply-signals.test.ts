// Runs that are ended, or met by another one; and that a dry run changes nothing at all.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readFileSync, truncateSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { outcomes, Stage } from '../helper/applied.js'
import { without } from '../helper/commands.js'
import { cannotMount, loopFs, NO_INLINE } from '../helper/mounts.js'
import { finish, records } from '../helper/run.js'
import { lines, LONG_AGO, step } from '../helper/scratch.js'
import type { StepRecord } from '../../lib/record/step.js'

const BIN = join(import.meta.dirname, '../../bin/dd-apply.js')

/** tap adds hooks of its own to the environment of every child, which would answer signals. */
const BARE = ['-u', 'NODE_OPTIONS']

/** dd-apply, and when it has said where its journal is. */
function start(stage: Stage, input: string, ...args: string[]) {
  return watched(spawn('env', [...BARE, process.execPath, BIN, ...args], { env: stage.env }), input)
}

function watched(child: ReturnType<typeof spawn>, input: string) {
  let said = ''
  const begun = new Promise<void>((resolve) => {
    child.stderr?.on('data', (text) => {
      said += text
      if (said.includes('journal: ')) resolve()
    })
  })
  return { child, begun, ran: finish(child, input) }
}

/** Two sparse files that take hours to compare, among small ones: no run comes to its end by itself. */
function long(t: ConstructorParameters<typeof Stage>[0]) {
  const stage = new Stage(t)
  const { files } = stage
  const make = (name: string, bytes: number) => {
    files.write(name, name.slice(1))
    truncateSync(files.at(name), bytes)
    utimesSync(files.at(name), LONG_AGO, LONG_AGO)
    return files.record(name)
  }
  const pair = (name: string, bytes: number) =>
    step('delete', make(`a${name}`, bytes), make(`k${name}`, bytes))
  const [first, huge, last] = [pair('first', 5), pair('huge', 2 ** 42), pair('last', 5)]
  return { stage, files, steps: [first, huge, last], names: files.names() }
}

for (const [signal, status] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const)
  t.test(`${signal} while two large files are compared`, async (t) => {
    const { stage, files, steps, names } = long(t)
    const { child, begun, ran } = start(stage, lines(...steps), '--apply')
    await begun
    child.kill(signal)
    const ended = await ran
    t.equal(ended.status, status, ended.stderr)
    t.match(
      ended.stderr,
      /dd-apply: interrupted: stopped between two steps; do the same again to go on\n$/,
    )
    const results = outcomes(records(ended.stdout))
    t.ok(
      results.every((one) => one === 'skipped interrupted'),
      results.join(),
    )
    t.strictSame(files.names(), names)
    const [journal = ''] = stage.journals()
    const resumed = start(stage, '', '--apply', '--resume', journal)
    t.match(await resumed.ran, { status: 0, stdout: '', stderr: /0 steps done/ })
    t.strictSame(files.names(), names, 'there was nothing to resume')
  })

t.test('a second signal is not waited for', async (t) => {
  const { stage, steps } = long(t)
  const { child, begun, ran } = start(stage, lines(...steps), '--apply')
  await begun
  child.kill('SIGSTOP') // so that both come before it can answer one
  child.kill('SIGINT')
  child.kill('SIGTERM')
  child.kill('SIGCONT')
  const { status, signal } = await ran
  t.ok(status === 130 || status === 143 || signal === 'SIGTERM', `${status} ${signal}`)
})

t.test('a signal between batches: what was done stays done, the plan does the rest', async (t) => {
  const stage = new Stage(t)
  const keep = stage.files.write('keep', 'x')
  const steps: StepRecord[] = []
  for (let i = 0; i < 600; i++) steps.push(step('hardlink', stage.files.write(`${i}`, 'x'), keep))
  const { child, begun, ran } = start(stage, lines(...steps), '--apply')
  await begun
  child.kill('SIGINT')
  const ended = await ran
  t.ok([0, 130].includes(ended.status ?? -1), 'or it was done already')
  const done = records(ended.stdout).filter(({ status }) => status === 'done').length
  t.equal(Number(stage.files.stat('keep').nlink), done + 1, 'what it says is what there is')
  const again = await stage.apply(steps)
  t.equal(again.status, 0, 'what is done already is no failure')
  t.equal(Number(stage.files.stat('keep').nlink), 601)
  for (const journal of stage.journals()) t.equal((await stage.undo(journal)).status, 0)
  t.equal(Number(stage.files.stat('keep').nlink), 1)
})

/** Makes a process send itself a signal at its nth hard link, however busy the machine is. */
const signalAtLink = (signal: string, nth: number) =>
  `data:text/javascript,${encodeURIComponent(`
  import fs from 'node:fs'
  const { linkSync } = fs
  let links = 0
  fs.linkSync = (...names) => {
    if (++links === ${nth}) process.kill(process.pid, '${signal}')
    return linkSync(...names)
  }`)}`

t.test('a signal among many small steps, results to a file', async (t) => {
  const stage = new Stage(t)
  const keep = stage.files.write('keep', 'x')
  const count = 5000
  const steps: StepRecord[] = []
  for (let i = 0; i < count; i++) steps.push(step('hardlink', stage.files.write(`${i}`, 'x'), keep))
  const results = openSync(stage.state.at('results'), 'w')
  const node = [process.execPath, '--import', signalAtLink('SIGINT', 100), BIN, '--apply']
  const child = spawn('env', [...BARE, ...node], {
    env: stage.env,
    stdio: ['pipe', results, 'pipe'],
  })
  t.match(await finish(child, lines(...steps)), {
    status: 130,
    stderr: /stopped between two steps/,
  })
  closeSync(results)
  const links = Number(stage.files.stat('keep').nlink)
  t.ok(links > 100 && links < count, `it came to ${links} of ${count}`)
})

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  t.test(`${signal} while the plan is still coming`, async (t) => {
    const stage = new Stage(t)
    const plan = lines(step('delete', stage.files.write('a', 'x'), stage.files.write('b', 'x')))
    const child = spawn('env', [...BARE, process.execPath, BIN, '--apply'], { env: stage.env })
    const ended = once(child, 'close')
    let said = ''
    child.stderr.on('data', (text) => (said += text))
    child.stdin.write(plan) // and no end
    await reading(child.pid!)
    child.kill(signal)
    const [status] = await ended
    t.equal(status, signal === 'SIGINT' ? 130 : 143)
    t.equal(said, 'dd-apply: interrupted: nothing was changed\n')
    t.strictSame(stage.files.names(), ['a', 'b'])
    child.stdin.destroy()
  })

/** Resolves when a process catches SIGHUP, which Node does not by itself. */
async function reading(pid: number): Promise<void> {
  for (;;) {
    const [, caught = '0'] =
      /^SigCgt:\s*(\w+)/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1')) ?? []
    if (BigInt(`0x${caught}`) & 1n) return
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

t.test('one journal has one run', async (t) => {
  const { stage, steps } = long(t)
  const { child, begun, ran } = start(stage, lines(...steps), '--apply', '--journal', stage.journal)
  await begun
  for (const way of ['--resume', '--rollback']) {
    const other = await start(stage, '', '--apply', way, stage.journal).ran
    t.match(other, { status: 4, stdout: '', stderr: 'journal.csv is in use by another run\n' })
  }
  const third = await start(stage, lines(...steps), '--apply', '--journal', stage.journal).ran
  t.match(third, { status: 2, stdout: '', stderr: 'journal.csv" exists already' })
  child.kill('SIGKILL')
  await ran
  const resumed = await start(stage, '', '--apply', '--rollback', stage.journal).ran
  t.match(resumed, { status: 0 }, 'a killed one holds nothing')
})

const OPS = ['delete', 'hardlink', 'reflink', 'symlink', 'move'] as const

/** System calls that change a file system, but for the plan that is set aside under no name. */
const CHANGES =
  /\b(?:rename\w*|link(?:at)?|unlink\w*|symlink\w*|mkdir\w*|rmdir|mknod\w*|f?truncate|f?chmod\w*|l?f?chown\w*|utim\w+|f?setxattr|f?removexattr|fallocate|ioctl\(\d+, FI\w+)\(/
const WRITES = /\bopen(?:at)?\(.*(?:O_WRONLY|O_RDWR|O_CREAT|O_TRUNC)/

t.test(
  'a dry run makes no system call that changes anything',
  { skip: without('strace') },
  async (t) => {
    const [shares, ops] = cannotMount('btrfs')
      ? [undefined, OPS.filter((op) => op !== 'reflink')]
      : [loopFs(t, 'btrfs', 128, NO_INLINE), OPS]
    const stage = new Stage(t, shares)
    const { files } = stage
    const steps = ops.map((op) =>
      step(
        op,
        files.write(`a/${op}`, op),
        files.write(`k/${op}`, op),
        op === 'move' ? { to: `${files.root}/new/x` } : {},
      ),
    )
    const calls = async (...args: string[]) => {
      const trace = String(stage.state.at('trace'))
      const strace = [
        '-f',
        '-qq',
        '-e',
        'trace=%file,%desc',
        '-o',
        trace,
        process.execPath,
        BIN,
        ...args,
      ]
      const child = spawn('env', [...BARE, 'strace', ...strace], {
        env: { ...stage.env, UV_USE_IO_URING: '0' },
      })
      const { status } = await finish(child, lines(...steps))
      // What is read may look like a call: the command itself is.
      const made = readFileSync(trace, 'utf8')
        .split('\n')
        .filter((call) => !/^\d+ +(?:p?read(?:64|v)?)\(/.test(call))
      const bad = made.filter(
        (call) => CHANGES.test(call) || WRITES.test(call) || /\bf(?:data)?sync\(/.test(call),
      )
      return {
        status,
        bad: bad.filter((call) => !/O_TMPFILE|"\/dev\/(?:null|tty)"|= -1 /.test(call)),
      }
    }
    const before = files.picture()
    const dry = await calls('--trash', `${files.root}/T`)
    t.strictSame(dry, { status: 0, bad: [] })
    t.strictSame(files.picture(), before)
    const real = await calls('--apply', '--journal', stage.journal)
    t.ok(real.bad.length > 10, 'a real one does, and is seen')
  },
)
