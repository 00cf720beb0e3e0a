import { spawnSync } from 'node:child_process'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { home, ROOT } from './settings.mjs'

const BIN = join(ROOT, 'dist/bin')
const NAMES = readdirSync(BIN)
  .filter((file) => /^dd-.*\.js$/.test(file))
  .map((file) => `${file.slice(0, -3)}() { '${process.execPath}' '${BIN}/${file}' "$@"; }`)
  .join('\n')

/** Without certificates that Node would read at each start, 60 ms of it: none of us speaks TLS. */
const { NODE_EXTRA_CA_CERTS, ...ENV } = process.env

/** GNU time, which tells the peak memory of what it runs; null where it is not installed. */
const GNU_TIME = ['gtime', '/usr/bin/time'].find(
  (command) => spawnSync(command, ['-q', '-f', '%M', 'true']).status === 0,
)
const PEAK = join(home, 'peak')
export const measuresMemory = GNU_TIME !== undefined

/**
 * Run a line of bash in which the dd-* commands are found. Status 1 means skipped inputs, not failure.
 * @returns what it wrote, its wall time in seconds, and the peak in MiB of its largest process, if known
 */
export function shell(line) {
  const bash = ['bash', '-c', `set -o pipefail\n${NAMES}\n${line}`]
  const [command, ...args] = measuresMemory
    ? [GNU_TIME, '-q', '-f', '%M', '-o', PEAK, ...bash]
    : bash
  const options = { cwd: home, env: ENV, encoding: 'utf8', maxBuffer: 2 ** 29 }
  const start = process.hrtime.bigint()
  const { status, stdout, stderr } = spawnSync(command, args, options)
  const seconds = Number(process.hrtime.bigint() - start) / 1e9
  if (status > 1 || status === null) throw new Error(`status ${status}: ${line}\n${stderr}`)
  const peak = measuresMemory ? Number(readFileSync(PEAK, 'utf8')) / 1024 : undefined
  return { stdout, stderr, seconds, peak }
}

/** Is there such a command, of ours or on this machine? */
export const has = (command) => shell(`command -v ${command}`).stdout !== ''

/** The version that a command tells, or undefined if there is no such command. */
export function version(command) {
  const said = has(command) ? shell(`${command} --version 2>&1 || true`).stdout : ''
  return /\d+(\.\d+)+/.exec(said)?.[0]
}

/** A name as a word of the shell. */
export const word = (name) => `'${name.replaceAll("'", `'\\''`)}'`
