// Make a checkout ready to run: dependencies as the lock file has them, and dist/ as the sources have it.
// Quick when there is nothing to do. Run by npm before `start`, `test`, packing, and as `prepare`.
import { spawnSync } from 'node:child_process'
import {
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

// Before anything that it would not understand.
const [major, minor] = process.versions.node.split('.')
if (major < 20 || (major === '20' && minor < 15)) {
  process.stderr.write(`setup: needs Node 20.15 or later, this is ${process.version}\n`)
  process.exit(4)
}

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const at = (...names) => join(root, ...names)
const changed = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0

// `npm install -g .` passes its own flags on to the npm that we start; they are not meant for it.
const OUTER = /^npm_config_(?:global|location|prefix|local_prefix|omit|include|dry_run)$/i
const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !OUTER.test(name)))

// Through a link, npm would empty somebody else's folder.
const isLink = lstatSync(at('node_modules'), { throwIfNoEntry: false })?.isSymbolicLink()
if (!isLink && changed(at('package-lock.json')) > changed(at('node_modules/.package-lock.json'))) {
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error']
  run('npm', 'ci', '--include=dev', '--ignore-scripts', ...quiet)
}
const FOLDERS = ['bin', 'lib', 'test']
if (existsSync(at('lib'))) build()

/**
 * dist/.built is as old as the newest source that went into dist/, and is there only if all went well. It
 * says which Node has compiled the commands: another one would have to do that each time.
 */
function build() {
  const start = new Date()
  const isNew = changed(at('dist/.built')) >= newestSource()
  if (isNew && readFileSync(at('dist/.built'), 'utf8') === process.version) return
  rmSync(at('dist/.built'), { force: true })
  run(process.execPath, 'node_modules/typescript/bin/tsc')
  removeStale()
  run(process.execPath, 'scripts/bundle.mjs')
  writeFileSync(at('dist/.built'), process.version)
  utimesSync(at('dist/.built'), start, start) // a source that changed meanwhile is newer
}

/** Folders count too: theirs is the time at which a file was removed. */
function newestSource() {
  const below = FOLDERS.flatMap((folder) =>
    readdirSync(at(folder), { recursive: true }).map((name) => at(folder, name)),
  )
  const above = [
    ...FOLDERS,
    'tsconfig.json',
    ...['bundle.mjs', 'command.cjs', 'compile.mjs', 'keep-compiled.cjs'].map(
      (name) => `scripts/${name}`,
    ),
    'node_modules/.package-lock.json',
  ]
  return Math.max(...[...below, ...above.map((name) => at(name))].map(changed))
}

/** What was built from a source that is gone would still be tested, and packed. */
function removeStale() {
  for (const name of readdirSync(at('dist'), { recursive: true }))
    if (name.endsWith('.js') && !existsSync(at(name.replace(/\.js$/, '.ts'))))
      rmSync(at('dist', name))
}

/** What they say goes to stderr: stdout belongs to the command that was asked for. */
function run(command, ...args) {
  const { status } = spawnSync(command, args, { cwd: root, env, stdio: ['ignore', 2, 2] })
  if (status === 0) return
  process.stderr.write(`setup: ${command} ${args.join(' ')} failed\n`)
  process.exit(4)
}
