import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import t from 'tap'
import { readAttribute } from '../../lib/fs/read-attribute.js'
import { runIn } from '../helper/run.js'

const dir = t.testdir({ with: 'x', without: 'x', empty: 'x' })

/** Both tools are there, and attributes can be set. */
function canSet(): boolean {
  try {
    for (const [file, value] of [
      ['with', 'a=RW:b'],
      ['empty', ''],
    ] as const)
      execFileSync('setfattr', ['-n', 'user.dd', '-v', value, `${dir}/${file}`], {
        stdio: 'ignore',
      })
    execFileSync('getfattr', ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

const MODULE = join(import.meta.dirname, '../../lib/fs/read-attribute.js')

/** What a process without native calls reads. */
function byTool(path: string, name: string, ...vars: string[]): string | undefined {
  const script = `import { readAttribute } from ${JSON.stringify(MODULE)}
    console.log(JSON.stringify([readAttribute(...process.argv.slice(1))]))`
  const args = ['--input-type=module', '-e', script, '--', path, name]
  const { stdout } = runIn(dir, process.execPath, args, 'DD_TOOLS_NATIVE=0', ...vars)
  return JSON.parse(stdout)[0] ?? undefined
}

// prettier-ignore
const cases: [what: string, file: string, name: string, want: string | undefined][] = [
  ['an attribute',    'with',    'user.dd',  'a=RW:b'],
  ['an empty one',    'empty',   'user.dd',  undefined],
  ['another one',     'with',    'user.dd2', undefined],
  ['none',            'without', 'user.dd',  undefined],
  ['no file',         'none',    'user.dd',  undefined],
]

const skip = canSet() ? false : 'cannot set one here'
for (const [what, file, name, want] of cases)
  t.test(what, { skip }, async (t) => {
    t.equal(readAttribute(`${dir}/${file}`, name), want)
    t.equal(byTool(`${dir}/${file}`, name), want, 'without native calls')
  })

t.test('without native calls, and without a program', { skip }, async (t) => {
  t.equal(byTool(`${dir}/with`, 'user.dd', 'PATH=/nowhere'), undefined)
})
