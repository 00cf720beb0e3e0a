// npm start -- DIR...: what could be freed below DIR, found by our own pipeline. Changes nothing.
import { accessSync, constants, statSync } from 'node:fs'
import { constants as os } from 'node:os'
import { delimiter, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { quoteText, reason } from '../dist/lib/cli/message.js'
import { parseGroup } from '../dist/lib/record/group.js'
import { readRecords } from '../dist/lib/stream/read-records.js'
import { Pipeline } from './start/pipeline.mjs'
import { report } from './start/report.mjs'
import { screen } from './start/screen.mjs'
import { Summary } from './start/summary.mjs'

const USAGE = `Usage: npm start -- DIR...

Finds the files below DIR that have the same content and says what could be freed.
Changes nothing.
`

// npm runs us in the project's directory; a relative DIR is meant from where it was typed.
const cwd = (process.env.npm_lifecycle_event === 'start' && process.env.INIT_CWD) || process.cwd()

const INTERRUPTED = 'start: interrupted, nothing was changed\n'

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
  const { line, count, stop } = screen(process.stderr)
  const summary = new Summary()
  const files = (stage, lines) => {
    if (stage === 0) summary.files += lines
    count(stage, lines)
  }
  // Before the first stage is started: none of them must be left behind.
  const interrupted = listenForSignals((signal) => pipeline.kill(signal))
  const pipeline = new Pipeline(dirs, cwd, { line, count: files })
  const [status, broken] = await Promise.all([pipeline.status(), gather(pipeline.output, summary)])
  stop()
  if (interrupted.status) return say(process.stderr, INTERRUPTED, interrupted.status)
  if (broken && status <= 1) return say(process.stderr, `start: ${broken.message}\n`, 4)
  return finish(summary, dirs, status)
}

/** Ctrl-C reaches the stages by itself; a signal to us alone has to be passed on. */
function listenForSignals(pass) {
  const interrupted = { status: 0 }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.on(signal, () => {
      interrupted.status ||= 128 + os.signals[signal]
      pass(signal)
    })
  return interrupted
}

/** @returns the error where the groups broke off: the stage that did it says why, in its status */
async function gather(output, summary) {
  try {
    for await (const groups of readRecords(output, parseGroup))
      for (const group of groups) summary.add(group)
    return undefined
  } catch (error) {
    output.resume()
    return error
  }
}

function finish(summary, dirs, status) {
  if (status > 1)
    return say(process.stderr, 'start: stopped early, so there is no summary\n', status)
  process.stdout.write(`\n${report(summary, dirs, isInstalled('dd-walk'))}`)
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
