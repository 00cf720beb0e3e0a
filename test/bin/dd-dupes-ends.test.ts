// How dd-dupes ends: readers that leave, full disks, signals, and what it takes of memory.
import { spawn } from 'node:child_process'
import { existsSync, linkSync, mkdirSync, truncateSync, writeFileSync } from 'node:fs'
import { constants } from 'node:os'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { GROUP_FORMATS } from '../../lib/report/report-lines.js'
import { plantDupes } from '../helper/dupes-tree.js'
import { BIN, finish, records, run, shell } from '../helper/run.js'
import { Running, type Ended } from '../helper/running.js'
import { content } from '../helper/sandbox.js'
import { Scratch } from '../helper/scratch.js'
import { untimed } from '../helper/untimed.js'

const files = new Scratch(t)
plantDupes(files)
const cwd = files.root

t.test('a reader that leaves ends it quietly', async (t) => {
  const { stdout, stderr } = await shell('dd-dupes | head -n 1; echo "${PIPESTATUS[0]}"', { cwd })
  t.match(stdout, /^\{"type":"group".*\}\n0\n$/)
  t.equal(stderr, '')
})

t.test('a full disk is an error', { skip: !existsSync('/dev/full') }, async (t) => {
  for (const format of ['ndjson', ...GROUP_FORMATS]) {
    const { status, stderr } = await shell(`dd-dupes --format ${format} > /dev/full`, { cwd })
    t.strictSame(
      [status, stderr],
      [4, 'dd-dupes: write standard output: no space left on device\n'],
      format,
    )
  }
})

t.test('closed streams', async (t) => {
  const { raw } = untimed(await run('dd-dupes', [], '', { cwd }))
  t.equal((await shell('dd-dupes >&-', { cwd })).status, 0, 'nobody listens, nothing is lost')
  const { status, raw: same } = untimed(await shell('dd-dupes <&- 2>&-', { cwd }))
  t.equal(status, 0)
  t.ok(same.equals(raw))
})

t.test('the sum, last and on stderr', async (t) => {
  const all = await run('dd-dupes', [], '', { cwd })
  t.match(
    all.stderr,
    /^dd-dupes: looked at 374 files under 377 names \(3 hard links\): 28 groups, 323 copies too many, \S+ MiB could be freed\n$/,
  )
  const few = await run('dd-dupes', ['--unique'], '', { cwd })
  t.equal(
    few.stderr,
    'dd-dupes: looked at 374 files under 377 names (3 hard links): 23 files under 24 names with fewer copies\n',
  )
  const none = await run('dd-dupes', ['alone'], '', { cwd })
  t.equal(none.stderr, 'dd-dupes: looked at 1 file: no two have the same content\n')
  for (const flag of ['-q', '--quiet'])
    t.equal((await run('dd-dupes', [flag], '', { cwd })).stderr, '')
})

t.test('after hard-linking there are names, and no copies', async (t) => {
  const files = new Scratch(t)
  for (const name of ['a/x', 'b/x', 'c/x']) files.write(name, 'x')
  for (const name of ['a/y', 'b/y', 'c/y']) files.write(name, 'y')
  const [cwd, journal] = [files.root, `${new Scratch(t).root}/journal.csv`]
  const link = `dd-dupes | dd-plan hardlink | dd-apply --apply --journal ${journal}`
  t.equal((await shell(link, { cwd })).status, 0)
  const { stdout, stderr } = await run('dd-dupes', ['a', 'b', 'c'], '', { cwd })
  const sum = 'looked at 2 files under 6 names (4 hard links): no two files have the same content'
  t.strictSame([stdout, stderr], ['', `dd-dupes: ${sum}\n`])
})

t.test('more files than there is memory for', async (t) => {
  const own = 128 * 2 ** 20
  const none = await run('dd-dupes', ['--memory', `${own + 1}`], '', { cwd })
  t.strictSame([none.status, none.stdout], [4, ''])
  t.match(
    none.stderr,
    /^dd-dupes: stopped: more than 0 files, and --memory holds no more: [^\n]*dd-walk \| dd-group[^\n]*\n$/,
  )
  t.equal((await run('dd-dupes', ['--memory', '129M'], '', { cwd })).status, 0)
  for (const memory of ['0', '1M', `${own}`]) {
    const { status, stderr } = await run('dd-dupes', ['--memory', memory], '', { cwd })
    t.equal(status, 2)
    t.match(stderr, '--memory: dd-dupes itself takes 128.0 MiB')
  }
})

const [KIB, MIB, TIB] = [2 ** 10, 2 ** 20, 2 ** 40]
const INTERRUPTED = 'dd-dupes: interrupted: these groups are what was proven by then\n'
const statusOf = (signal: NodeJS.Signals) => 128 + constants.signals[signal]
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
const LINUX = process.platform === 'linux' ? false : 'needs /proc'

/** Sparse files, that take no room, and are long to read. */
function sparse(scratch: Scratch, bytes: number, ...names: readonly string[]): void {
  for (const name of names) {
    scratch.write(name, '')
    truncateSync(scratch.at(name), bytes)
  }
}

/** Two files that take hours to read, so that no run comes to its end by itself, and two that are read before them. */
function huge(t: Test): Scratch {
  const scratch = new Scratch(t)
  sparse(scratch, 4 * TIB, 'huge', 'huge too')
  for (const name of ['a', 'b']) scratch.write(name, content(1, 100 * KIB))
  return scratch
}

/** Send signals, and see how it ends, in spite of all that is left to read. */
function ends(running: Running, ...signals: NodeJS.Signals[]): Promise<Ended> {
  running.kill(...signals)
  return running.end()
}

for (const signal of SIGNALS)
  t.test(`${signal} while huge files are read`, { skip: LINUX }, async (t) => {
    const running = new Running('dd-dupes', [], { cwd: huge(t).root })
    await running.reads(200 * MIB)
    t.strictSame(await ends(running, signal), { status: null, signal, stdout: '', stderr: '' })
  })

for (const signal of SIGNALS)
  t.test(`${signal} with --partial-results: what is proven is told`, { skip: LINUX }, async (t) => {
    const { root } = huge(t)
    const running = new Running('dd-dupes', ['--partial-results', '--threads', '2'], { cwd: root })
    await running.reads(200 * MIB)
    const { status, stdout, stderr } = await ends(running, signal)
    t.strictSame([status, stderr], [statusOf(signal), INTERRUPTED])
    t.strictSame(
      records(stdout).map(({ files }) => files.map(({ path }: any) => path)),
      [[`${root}/a`, `${root}/b`]],
    )
  })

t.test('the same with one thread, and as text', { skip: LINUX }, async (t) => {
  const args = ['--partial-results', '--threads', '1', '--format', 'text', '-q']
  const running = new Running('dd-dupes', args, { cwd: huge(t).root })
  await running.reads(200 * MIB)
  const { status, stderr } = await ends(running, 'SIGINT')
  t.strictSame([status, stderr], [130, INTERRUPTED])
})

for (const threads of ['1', '2'])
  t.test(`many files that are not huge, threads: ${threads}`, { skip: LINUX }, async (t) => {
    const scratch = new Scratch(t)
    const sizes = Array.from({ length: 300 }, (_, i) => 100_000_000 + i)
    for (const size of sizes) sparse(scratch, size, `a${size}`, `b${size}`)
    const args = ['--partial-results', '--threads', threads]
    const running = new Running('dd-dupes', args, { cwd: scratch.root })
    await running.reads(1500 * MIB)
    const { status, stdout, stderr } = await ends(running, 'SIGINT')
    t.strictSame([status, stderr], [130, INTERRUPTED])
    const found = records(stdout)
    t.ok(found.length > 0 && found.length < 300, `${found.length} groups`)
    for (const { size, files } of found) t.equal(files.length, 2, `${size}`)
  })

for (const signal of SIGNALS)
  t.test(`${signal} while a list is waited for`, async (t) => {
    const cwd = new Scratch(t).root
    for (const flags of [['--partial-results'], []]) {
      const args = ['--files0-from', '-', ...flags]
      const running = new Running('dd-dupes', args, { cwd, input: 'none\0' })
      await running.says('none')
      const ended = await ends(running, signal)
      if (flags.length === 0) t.match(ended, { signal, stdout: '' })
      else t.match(ended, { status: statusOf(signal), stdout: '', stderr: INTERRUPTED })
    }
  })

t.test('a signal that comes twice is one, as timeout sends it', { skip: LINUX }, async (t) => {
  const running = new Running('dd-dupes', ['--partial-results'], { cwd: huge(t).root })
  await running.reads(200 * MIB)
  const { status, stdout, stderr } = await ends(running, 'SIGINT', 'SIGINT')
  t.strictSame([status, stderr, records(stdout).length], [130, INTERRUPTED, 1])
})

t.test('another signal is not waited for', { skip: LINUX }, async (t) => {
  const running = new Running('dd-dupes', ['--partial-results'], { cwd: huge(t).root })
  await running.reads(200 * MIB)
  const { status, signal } = await ends(running, 'SIGINT', 'SIGTERM')
  t.ok(status === 130 || status === 143 || signal === 'SIGTERM', `${status} ${signal}`)
})

t.test('the same signal, later, is a second one', { skip: LINUX }, async (t) => {
  const scratch = huge(t)
  const name = (i: number) => `${i}`.padEnd(200, '_')
  for (let i = 0; i < 4000; i++) linkSync(scratch.at('a'), scratch.at(name(i))) // no pipe holds all
  const running = new Running('dd-dupes', ['--partial-results'], { cwd: scratch.root })
  await running.reads(200 * MIB)
  running.holdOutput()
  running.kill('SIGHUP')
  await running.leaves('SIGHUP')
  t.ok(running.isAlive, 'after the first it waits for the reader')
  const { status, signal } = await ends(running, 'SIGHUP')
  t.strictSame([status, signal], [null, 'SIGHUP'])
})

t.test('without a signal --partial-results changes nothing', async (t) => {
  const [plain, partial] = await Promise.all(
    [[], ['--partial-results']].map((args) => run('dd-dupes', args, '', { cwd }).then(untimed)),
  )
  t.strictSame(partial, plain)
})

const MEMORY = existsSync('/dev/shm') ? '/dev/shm' : undefined

t.test('many files take little memory each', { skip: LINUX }, async (t) => {
  const { root } = new Scratch(t, MEMORY)
  for (let dir = 0; dir < 60; dir++) {
    mkdirSync(`${root}/${dir}`)
    for (let i = 0; i < 1000; i++)
      writeFileSync(`${root}/${dir}/file ${i}`, `content ${(1000 * dir + i) % 20_000}`)
  }
  const one = await mostMemory(`${root}/0/file 1`)
  const all = await mostMemory(root)
  t.equal(all.groups, 20_000)
  const more = (all.bytes - one.bytes) / MIB
  t.ok(more < 54, `${more} MiB`) // 43 MiB were measured; an object for each file would take 40 more
})

/** The most that dd-dupes, in one thread, has taken of memory at a time. */
async function mostMemory(operand: string): Promise<{ bytes: number; groups: number }> {
  // Not resourceUsage(): that counts what the process was before it became this one, which is us.
  const tell = `process.on('exit', () => fs.writeSync(2, fs.readFileSync('/proc/self/status')))`
  const node = [process.execPath, '--import', `data:text/javascript,import fs from 'fs'; ${tell}`]
  const dupes = [join(BIN, 'dd-dupes.js'), '-q', '--threads', '1', operand]
  const child = spawn('env', ['-u', 'NODE_OPTIONS', ...node, ...dupes])
  const { stdout, stderr } = await finish(child, '')
  const bytes = KIB * Number(/^VmHWM:\s*(\d+) kB$/m.exec(stderr)?.[1])
  return { bytes, groups: records(stdout).length }
}
