// Make a checkout ready to run: dependencies as the lock file has them, and dist/ as the sources have it.
// Quick when there is nothing to do. Run by npm before `start`, `test`, packing, and as `prepare`.
import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, readdirSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const newer = (a, b) => !existsSync(b) || statSync(a).mtimeMs > statSync(b).mtimeMs

// `npm install -g .` passes its own flags on to the npm that we start; they are not meant for it.
const OUTER = /^npm_config_(?:global|location|prefix|local_prefix|omit|include|dry_run)$/i
const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !OUTER.test(name)))

function run(command, ...args) {
  // What they say goes to stderr: stdout belongs to the command that was asked for.
  const { status } = spawnSync(command, args, { cwd: root, env, stdio: ['ignore', 2, 2] })
  if (status !== 0) {
    process.stderr.write(`setup: ${command} ${args.join(' ')} failed\n`)
    process.exit(4)
  }
}

/** What was built from a source that is gone would still be tested, and packed. */
function removeStale() {
  for (const name of readdirSync(join(root, 'dist'), { recursive: true }))
    if (name.endsWith('.js') && !existsSync(join(root, name.replace(/\.js$/, '.ts'))))
      rmSync(join(root, 'dist', name))
}

const lock = join(root, 'package-lock.json')
if (existsSync(lock) && newer(lock, join(root, 'node_modules/.package-lock.json'))) {
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error']
  run('npm', 'ci', '--include=dev', '--ignore-scripts', ...quiet)
}
if (existsSync(join(root, 'lib'))) {
  run(process.execPath, 'node_modules/typescript/bin/tsc')
  removeStale()
  for (const name of readdirSync(join(root, 'dist/bin')))
    chmodSync(join(root, 'dist/bin', name), 0o755)
}
