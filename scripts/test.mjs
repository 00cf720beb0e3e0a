// npm test: every test below dist/test, in tap. `--sweep` takes the long ones (test/sweep) instead.
// More arguments are passed on: `npm test -- dist/test/record/path.test.js`.
import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'

const args = process.argv.slice(2)
const sweep = args.includes('--sweep')
const named = args.filter((arg) => arg !== '--sweep')
const all = readdirSync('dist/test', { recursive: true })
  .filter((name) => name.endsWith('.test.js'))
  .filter((name) => name.startsWith('sweep/') === sweep)
  .map((name) => join('dist/test', name))
  .sort()
const { status } = spawnSync(
  'node_modules/.bin/tap',
  ['run', '--disable-coverage', '--timeout=600', '--jobs=2', ...(named.length > 0 ? named : all)],
  { stdio: 'inherit' },
)
process.exitCode = status ?? 1
