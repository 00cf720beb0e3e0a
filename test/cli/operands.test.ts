import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { operandBytes, workingDirectory } from '../../lib/cli/operands.js'
import { Scratch } from '../helper/scratch.js'

const bytes = (latin1: string) => Buffer.from(latin1, 'latin1')
const line =
  (...args: string[]) =>
  () =>
    ['node', 'dd-x', ...args].map(bytes)
const LOST = '\ufffd'

// prettier-ignore
const cases: [name: string, typed: string[], commandLine: () => Buffer[], want: string[]][] = [
  ['nothing',                  [],                  line(),                     []],
  ['UTF-8 asks nobody',        ['é'],               () => t.fail() as never,    ['\xc3\xa9']],
  ['other bytes',              [`f${LOST}`],        line('--x', 'f\xff'),       ['f\xff']],
  ['two that look alike',      [LOST, LOST],        line('\xff', '\xfe'),       ['\xff', '\xfe']],
  ['among others',             ['a', LOST, 'b'],    line('a', '\xff', 'b'),     ['a', '\xff', 'b']],
  ['a name that is U+FFFD',    [LOST],              line('\xef\xbf\xbd'),       ['\xef\xbf\xbd']],
  ['no command line to ask',   [LOST],              () => [],                   ['\xef\xbf\xbd']],
]

for (const [name, typed, commandLine, want] of cases)
  t.test(name, async (t) => {
    const found = operandBytes(typed, commandLine).map((one) => one.toString('latin1'))
    t.strictSame(found, want)
  })

t.test('one of two that look alike cannot be told', async (t) => {
  const tell = () => operandBytes([LOST], line('\xff', '--trash', '\xfe'))
  t.throws(tell, { message: 'not UTF-8, and not the only such argument' })
})

t.test('in a process, in a directory that is not UTF-8', async (t) => {
  const scratch = new Scratch(t)
  mkdirSync(scratch.at('d\xff'))
  chmodSync(scratch.at('d\xff'), 0o755)
  const module = join(import.meta.dirname, '../../lib/cli/operands.js')
  const script = `const { operandBytes, workingDirectory } = await import(${JSON.stringify(module)})
    const all = [...operandBytes(process.argv.slice(1)), workingDirectory()]
    console.log(JSON.stringify(all.map((one) => one.toString('latin1'))))`
  const shell = `cd "$1"/d* && exec "$2" --input-type=module -e "$3" -- "$(printf 'x\\377')" é`
  const { stdout } = spawnSync('bash', ['-c', shell, 'sh', scratch.root, process.execPath, script])
  const want = ['x\xff', '\xc3\xa9', scratch.at('d\xff').toString('latin1')]
  t.strictSame(JSON.parse(stdout.toString()), want)
  t.equal(workingDirectory().toString(), process.cwd())
})
