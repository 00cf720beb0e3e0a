// Make a checkout ready to run: dependencies as the lock file has them, and dist/ as the sources have it.
// Quick when there is nothing to do. Run by npm before `start`, `test` and packing.
import { spawnSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const newer = (a, b) => !existsSync(b) || statSync(a).mtimeMs > statSync(b).mtimeMs

function run(command, ...args) {
  // What they say goes to stderr: stdout belongs to the command that was asked for.
  const { status } = spawnSync(command, args, { cwd: root, stdio: ['ignore', 2, 2] })
  if (status !== 0) {
    process.stderr.write(`setup: ${command} ${args.join(' ')} failed\n`)
    process.exit(4)
  }
}

const lock = join(root, 'package-lock.json')
if (existsSync(lock) && newer(lock, join(root, 'node_modules/.package-lock.json')))
  run('npm', 'ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error')
if (existsSync(join(root, 'lib'))) run('node', 'node_modules/typescript/bin/tsc')
