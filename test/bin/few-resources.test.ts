// Little address space, few file descriptors: a command runs as long as Node itself does, or says what it lacks.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { runIn, shell } from '../helper/run.js'

/** Six directories with a copy each, a list of them and a plan. */
async function setUp(t: Test): Promise<string> {
  const dir = t.testdir({ data: {} })
  for (const name of 'abcdef') {
    mkdirSync(join(dir, 'data', name))
    writeFileSync(join(dir, 'data', name, 'file'), 'equal')
  }
  const lists =
    'dd-walk data > files; dd-dupes -q data > groups; dd-plan -q hardlink < groups > plan'
  t.equal((await shell(lists, { cwd: dir })).status, 0)
  return dir
}

const nodeRuns = (limit: string) =>
  runIn('/', 'bash', ['-c', `ulimit ${limit} && exec '${process.execPath}' /dev/null`]).status === 0

const COMMANDS = [
  'dd-walk data',
  'dd-hash < files',
  'dd-group --by size < files',
  'dd-plan hardlink < groups',
  'dd-report < groups',
  'dd-apply < plan',
  'dd-apply --apply --journal journal < plan',
  'dd-undo journal',
]

for (const kibibytes of [8_000_000, 4_000_000, 2_000_000]) {
  const limit = `-v ${kibibytes}`
  const skip = !nodeRuns(limit) && `Node itself does not run with ulimit ${limit}`
  t.test(`every command runs with ulimit ${limit}`, { skip }, async (t) => {
    const dir = await setUp(t)
    for (const line of COMMANDS)
      t.match(await shell(`ulimit ${limit}; ${line}`, { cwd: dir }), { status: 0 }, line)
  })
}

/** Those that start threads, or have many files open. */
const READERS = ['dd-dupes data', 'dd-prefix < files', 'dd-hash < files']

/** Enough to read for more than one thread: files of four contents, and beginnings of them. */
function addLarge(dir: string): void {
  for (let i = 0; i < 24; i++) {
    const bytes = Buffer.alloc(2 ** 20 - (i % 5 === 0 ? i : 0), i % 4)
    bytes.write(`content ${i % 4}`)
    writeFileSync(join(dir, 'data', `large${i}`), bytes)
  }
}

/** Without what differs from run to run, in an order of its own. */
const plain = (text: string) =>
  text
    .replace(/"readNs":"\d+"/g, '')
    .split('\n')
    .sort()

t.test('threads that there is no room for', async (t) => {
  const dir = await setUp(t)
  addLarge(dir)
  await shell('dd-walk data > files', { cwd: dir })
  for (const kibibytes of [900_000, 1_100_000, 1_400_000, 3_000_000]) {
    const limit = `-v ${kibibytes}`
    if (!nodeRuns(limit)) continue
    for (const line of READERS) {
      const { status, stderr } = await shell(`ulimit ${limit}; ${line}`, { cwd: dir })
      if (status === 0) continue
      t.equal(status, 4, line)
      t.match(stderr, /^dd-\w+: stopped: too little address space: .*\n$/, line)
      t.ok(kibibytes < 1_400_000, `${line} has work to do`)
    }
  }
})

t.test('few descriptors: all is done, or it is said what lacks', async (t) => {
  const dir = await setUp(t)
  addLarge(dir)
  await shell('dd-walk data > files', { cwd: dir })
  const lines = [...READERS, 'dd-walk data', 'dd-group --by size < files', 'dd-report < groups']
  const run = (line: string) => shell(line, { cwd: dir })
  const want = await Promise.all(lines.map(run))
  for (const descriptors of [16, 20, 24, 28, 32, 40, 64]) {
    const limit = `-n ${descriptors}`
    if (!nodeRuns(limit)) continue
    for (const [i, line] of lines.slice(0, descriptors < 28 ? undefined : 3).entries()) {
      const { status, stdout, stderr } = await run(`ulimit ${limit}; ${line}`)
      const name = `${descriptors}: ${line}`
      t.notMatch(stderr, /Cannot find module|^ +at |EMFILE/m, name)
      if (status === 0) t.strictSame(plain(stdout), plain(want[i]!.stdout), name)
      else t.match({ status, stderr }, { status: 4, stderr: 'too many open files' }, name)
    }
    for (const line of ['dd-apply < plan', 'dd-plan -q hardlink < groups']) {
      if (descriptors > 24) continue
      const { status, stderr } = await run(`ulimit ${limit}; ${line}`)
      t.notMatch(stderr, /Cannot find module|^ +at |EMFILE/m, line)
      if (status !== 0) t.match(stderr, 'too many open files', line) // of each step
    }
  }
})

t.test('a dry run in more directories than descriptors', async (t) => {
  const dir = await setUp(t)
  for (let i = 0; i < 94; i++) {
    mkdirSync(join(dir, 'data', `${i}`))
    writeFileSync(join(dir, 'data', `${i}`, 'file'), 'equal')
  }
  await shell('dd-dupes -q data | dd-plan -q hardlink > plan', { cwd: dir })
  const { status, stdout } = await shell('ulimit -n 64; dd-apply < plan', { cwd: dir })
  t.equal(stdout.match(/"status":"would"/g)?.length, 99)
  t.equal(status, 0)
})
