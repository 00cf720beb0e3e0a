// npm start -- DIR, as a process.
import { spawn } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import t from 'tap'
import { finish, type Ran } from './helper/run.js'
import { makeSandbox, removeSandbox } from './helper/sandbox.js'
import { ROOT } from './helper/sources.js'
import { snapshot } from './helper/tree.js'

const START = join(ROOT, 'scripts/start.mjs')
const sandbox = makeSandbox()
t.teardown(() => removeSandbox(sandbox))

function start(...args: string[]): Promise<Ran> {
  return finish(spawn(process.execPath, [START, ...args], { cwd: sandbox }), '')
}

t.test('the summary of a small tree, which stays as it is', async (t) => {
  const before = snapshot(sandbox)
  const { status, stdout, stderr } = await start('.')
  t.equal(status, 0)
  t.equal(stderr, '')
  t.match(stdout, 'Looked at 44 files under 45 names below ".".')
  t.match(stdout, '17 groups of files with the same content: 21 copies too many.')
  t.match(stdout, '6.0 MiB in 3 copies of 3.0 MiB')
  t.match(stdout, `    "${sandbox}/Photos/film.mp4"\n`)
  t.match(stdout, 'Nothing was changed.')
  t.match(stdout, 'dd-dupes . | dd-plan hardlink |')
  t.notMatch(stdout.replaceAll('\n', ''), /\p{Cc}/u, 'no name moves the cursor')
  t.strictSame(snapshot(sandbox), before)
})

t.test('two trees', async (t) => {
  const { stdout } = await start('Photos/2020', 'old-disk')
  t.match(stdout, 'Looked at 7 files below "Photos/2020", "old-disk".')
  t.match(stdout, '1 group of files with the same content: 3 copies too many.')
})

const asRoot = process.getuid?.() === 0 && 'root can read everything'
const noProc = !existsSync('/proc/self/task') && 'needs /proc'

t.test('what cannot be read is said and kept out', { skip: asRoot }, async (t) => {
  const locked = join(sandbox, 'Photos/locked')
  mkdirSync(locked)
  chmodSync(locked, 0)
  t.teardown(() => chmodSync(locked, 0o755))
  const { status, stdout, stderr } = await start('Photos')
  t.equal(status, 1)
  t.match(stderr, /^start: .*locked": permission denied$/m)
  t.match(stdout, 'Some files could not be read')
})

// prettier-ignore
const wrong: [name: string, args: string[], said: string][] = [
  ['no DIR',             [],                'Usage: npm start -- DIR...'],
  ['DIR that is absent', ['Photos', 'Pics'], 'start: "Pics": no such file or directory'],
  ['an unknown flag',    ['--aply', '.'],   "start: Unknown option '--aply'"],
]

for (const [name, args, said] of wrong)
  t.test(`${name}: status 2`, async (t) => {
    const { status, stdout, stderr } = await start(...args)
    t.match({ status, stdout }, { status: 2, stdout: '' })
    t.ok(stderr.startsWith(said), stderr)
  })

t.test('--help', async (t) => {
  t.match(await start('--help'), { status: 0, stdout: /^Usage: / })
})

// prettier-ignore
const signals: [signal: NodeJS.Signals, status: number][] = [['SIGINT', 130], ['SIGTERM', 143], ['SIGHUP', 129]]

for (const [signal, status] of signals)
  t.test(`${signal} ends it, though it is at something long`, { skip: noProc }, async (t) => {
    const large = join(sandbox, signal)
    mkdirSync(large)
    // All hole, so they take no room, and hours to read.
    for (const name of ['a', 'b']) truncate(join(large, name), 2 ** 42)
    const child = spawn(process.execPath, [START, large])
    const ended = finish(child, '')
    await untilRead(child.pid!, 200 * 2 ** 20)
    child.kill(signal)
    const { status: found, stderr } = await ended
    t.equal(found, status)
    t.match(stderr, 'nothing was changed')
  })

function truncate(path: string, bytes: number): void {
  writeFileSync(path, '')
  truncateSync(path, bytes)
}

/** Waits until a process has read so much. */
async function untilRead(pid: number, bytes: number): Promise<void> {
  const read = () => Number(/^rchar: (\d+)/.exec(readFileSync(`/proc/${pid}/io`, 'latin1'))?.[1])
  while (read() < bytes) await setTimeout(20)
}
