// Other Nodes than the one that runs, for tests: `node scripts/test/nodes.mjs` fetches them into .nodes, by the npm
// packages of their builds. Not a development dependency: they are 900 MB, and most changes do not need them.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Those that the commands run with: the oldest, one of the same V8, and those after it. */
export const GOOD = ['20.15.0', '20.19.5', '22.22.3', '24.21.0']

/** Those that have to say that they are too old. */
export const OLD = ['14.21.3', '20.14.0']

const dir = join(import.meta.dirname, '../../.nodes')

/** The executable of a version; undefined: it has not been fetched. */
export function nodeOf(version) {
  const file = join(dir, `node_modules/node-${version}/bin/node`)
  return existsSync(file) ? file : undefined
}

function fetch() {
  const missing = [...OLD, ...GOOD].filter((version) => nodeOf(version) === undefined)
  if (missing.length === 0) return 0
  mkdirSync(dir, { recursive: true })
  const build = `node-${process.platform}-${process.arch}`
  const packages = missing.map((version) => `node-${version}@npm:${build}@${version}`)
  const quiet = ['--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
  const args = ['install', '--prefix', dir, ...quiet, ...packages]
  return spawnSync('npm', args, { stdio: ['ignore', 2, 2] }).status ?? 4
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = fetch()
