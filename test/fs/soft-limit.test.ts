import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import t from 'tap'
import { softLimit } from '../../lib/fs/soft-limit.js'

const MODULE = join(import.meta.dirname, '../../lib/fs/soft-limit.js')
const skip = process.platform !== 'linux' && 'Linux only'

// prettier-ignore
const cases: [ulimit: string, name: string, want: string][] = [
  ['-n 100',       'Max open files',    '100'],
  ['-v 8000000',   'Max address space', '8192000000'],
  ['-v unlimited', 'Max address space', 'Infinity'],
  ['-n 100',       'Max of nothing',    'undefined'],
]

for (const [ulimit, name, want] of cases)
  t.test(`ulimit ${ulimit}: ${name}`, { skip }, async (t) => {
    const script = `import { softLimit } from ${JSON.stringify(MODULE)}
      console.log(String(softLimit(${JSON.stringify(name)})))`
    const { NODE_OPTIONS: _, ...env } = process.env
    const args = ['-c', `ulimit ${ulimit} && exec "$@"`, 'sh', process.execPath]
    const said = execFileSync('bash', [...args, '--input-type=module', '-e', script], { env })
    t.equal(String(said).trim(), want)
  })

t.test('of this process', { skip }, async (t) => {
  t.ok(softLimit('Max open files')! > 0)
})
