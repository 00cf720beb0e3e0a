// npm start -- DIR...: what could be freed below DIR, found as dd-dupes does. Changes nothing.
import { accessSync, constants, statSync } from 'node:fs'
import { totalmem } from 'node:os'
import { delimiter, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { Interrupted } from '../dist/lib/cli/exit.js'
import { message, quoteText, reason } from '../dist/lib/cli/message.js'
import { poolNote } from '../dist/lib/cli/pool-note.js'
import { searchWatch } from '../dist/lib/cli/search-watch.js'
import { stopOnSignal } from '../dist/lib/cli/stop-signal.js'
import { ALGOS } from '../dist/lib/digest/digest.js'
import { search } from '../dist/lib/dupes/search.js'
import { wantedOf } from '../dist/lib/dupes/wanted.js'
import { report } from './start/report.mjs'
import { Summary } from './start/summary.mjs'

const USAGE = `Usage: npm start -- DIR...

Finds the files below DIR that have the same content and says what could be freed.
Changes nothing.
`

// npm runs us in the project's directory; a relative DIR is meant from where it was typed.
const cwd = (process.env.npm_lifecycle_event === 'start' && process.env.INIT_CWD) || process.cwd()

const HELP = { help: { type: 'boolean', short: 'h' } }

process.stdout.on('error', () => {}) // whoever reads us may leave
process.exitCode = await main(process.argv.slice(2))

async function main(argv) {
  let dirs
  try {
    const { values, positionals } = parseArgs({ args: argv, options: HELP, allowPositionals: true })
    if (values.help) return say(process.stdout, USAGE, 0)
    if (positionals.length === 0) return say(process.stderr, USAGE, 2)
    positionals.forEach(check)
    dirs = positionals
  } catch (error) {
    return say(process.stderr, `start: ${error.message}\n`, 2)
  }
  return start(dirs)
}

function say(stream, text, status) {
  stream.write(text)
  return status
}

/** A name that was mistyped is better said before an hour's work than after it. */
function check(dir) {
  try {
    statSync(dir && resolve(cwd, dir))
  } catch (error) {
    throw new Error(`${quoteText(dir)}: ${reason(error)}`)
  }
}

async function start(dirs) {
  const { signal, check } = stopOnSignal(true)
  const summary = new Summary()
  let status = 0
  const tell = (text) => process.stderr.write(`start: ${text}\n`)
  const fault = ({ doing, path, cause }) => {
    status = 1
    process.stderr.write(message('start', doing, path, cause))
  }
  const { stop, onWalked, onPlan } = searchWatch(process.stderr, true)
  const asked = {
    walk: {},
    wanted: wantedOf({ minCopies: 2 }),
    algo: ALGOS[0],
    memory: totalmem() / 2,
    stop: signal,
    onWalked,
    onPlan,
  }
  const world = {
    cwd: Buffer.from(cwd),
    fault,
    onPool: (pool) => tell(poolNote(pool, 'name its branches instead')),
  }
  try {
    const found = await search(dirs.map(Buffer.from), asked, world).finally(stop)
    check('nothing was changed')
    Object.assign(summary, found.looked)
    for await (const groups of found.batches('size')) groups.forEach((group) => summary.add(group))
  } catch (error) {
    tell(error.message)
    return error instanceof Interrupted ? 128 + error.signal : 4
  }
  process.stdout.write(`\n${report(summary, dirs, isInstalled('dd-dupes'))}`)
  const missed = '\nSome files could not be read, see above: they are not in these numbers.\n'
  return status === 0 ? 0 : say(process.stdout, missed, status)
}

function isInstalled(command) {
  return (process.env.PATH ?? '').split(delimiter).some((dir) => isExecutable(join(dir, command)))
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
