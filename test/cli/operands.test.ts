import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { operandBytes, workingDirectory } from '../../lib/cli/operands.js'

/** What Node shows of raw arguments, and what it does not. */
function typed(...raw: string[]): [shown: string[], bytes: Buffer[]] {
  const bytes = raw.map((arg) => Buffer.from(arg, 'latin1'))
  return [bytes.map(String), bytes]
}

// prettier-ignore
const lines: [line: string[], operands: number[]][] = [
  [['node', 'dd', 'a\xff'],                     [2]],
  [['node', 'dd', 'a\xff', 'a\xfe'],            [2, 3]],
  [['node', 'dd', 'a\xfe', 'b', 'a\xff'],       [2, 3, 4]],
  [['node', 'dd', '--name', 'a\xff', 'a\xff'],  [4]],
  [['node', 'dd', '--name', 'b\xff', 'a\xff'],  [4]],
  [['node', 'dd', 'a\xff', 'a\xff'],            [2, 3]],
  [['node', 'dd', '\xef\xbf\xbd'],              [2]],
]

for (const [line, operands] of lines)
  t.test(JSON.stringify(line), async (t) => {
    const [shown, bytes] = typed(...line)
    const given = operands.map((i) => shown[i]!)
    t.strictSame(
      operandBytes(given, () => bytes),
      operands.map((i) => bytes[i]!),
    )
  })

t.test('bytes that cannot be told are refused, not guessed', async (t) => {
  const [shown, bytes] = typed('dd', '--name', 'a\xfe', 'a\xff')
  t.throws(() => operandBytes([shown[3]!], () => bytes), { message: /not UTF-8/ })
})

t.test('an empty operand is refused: it would be the current directory', async (t) => {
  t.throws(() => operandBytes(['a', '']), { message: /empty/ })
})

t.test('valid UTF-8 needs no command line', async (t) => {
  const never = () => t.fail('read it') as never
  t.strictSame(operandBytes(['é', '😀'], never), [Buffer.from('é'), Buffer.from('😀')])
})

t.test('where the system keeps no command line, the text is all there is', async (t) => {
  t.strictSame(
    operandBytes(['\ufffd'], () => []),
    [Buffer.from('\ufffd')],
  )
})

t.test('in a real process', { skip: process.platform !== 'linux' }, async (t) => {
  const module = join(import.meta.dirname, '../../lib/cli/operands.js')
  const code = `import { operandBytes, workingDirectory } from '${module}'
    console.log(operandBytes(process.argv.slice(2))[0].toString('hex'))
    console.log(workingDirectory().toString('hex'))`
  const dir = `${t.testdir({ 'a.mjs': code })}`
  mkdirSync(Buffer.from(`${dir}/d\xff`, 'latin1'))
  const script = `cd "$(printf 'd\\377')" && '${process.execPath}' ../a.mjs "$(printf 'a\\377')"`
  const [arg, cwd] = String(execFileSync('bash', ['-c', script], { cwd: dir })).split('\n')
  t.equal(arg, '61ff')
  t.equal(Buffer.from(cwd!, 'hex').toString('latin1'), `${dir}/d\xff`)
})

t.test('the current directory', async (t) => {
  t.equal(String(workingDirectory()), process.cwd())
})
