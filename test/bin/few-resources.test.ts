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

/** How many descriptors Node itself needs. */
const least = Array.from({ length: 64 }, (_, n) => n).find((n) => nodeRuns(`-n ${n}`))
const noLimit = least === undefined && 'Node runs with no number of descriptors below 64'

t.test(
  'with few descriptors a command does its work or says what it lacks',
  { skip: noLimit },
  async (t) => {
    const dir = await setUp(t)
    const lines = [...COMMANDS.slice(0, -2), 'dd-dupes data', 'dd-prefix < files']
    for (let more = 1; more <= 6; more++)
      for (const line of lines) {
        const { status, stderr } = await shell(`ulimit -n ${least! + more}; ${line}`, { cwd: dir })
        t.notMatch(stderr, /Cannot find module|^ +at |EMFILE/m, line)
        if (status !== 0) t.match(stderr, 'too many open files', line)
      }
  },
)
