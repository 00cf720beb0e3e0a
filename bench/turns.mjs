import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

const BIN = join(import.meta.dirname, '../dist/bin')
const COMMANDS = ['walk', 'group', 'hash', 'plan', 'apply', 'undo', 'prefix']
const NAMES = COMMANDS.map(
  (name) => `dd-${name}() { '${process.execPath}' '${BIN}/dd-${name}.js' "$@"; }`,
).join('\n')

/** Without certificates that Node would read at each start, 60 ms of it: none of us speaks TLS. */
const { NODE_EXTRA_CA_CERTS, ...ENV } = process.env

/** Run a line of shell in which the dd-* commands are found; status 1 means skipped inputs, not failure. */
export function shell(line, env = {}) {
  const { status, stderr, stdout } = spawnSync(
    'bash',
    ['-c', `set -o pipefail\n${NAMES}\n${line}`],
    {
      env: { ...ENV, ...env },
      encoding: 'utf8',
      maxBuffer: 2 ** 30,
    },
  )
  if (status > 1 || status === null) throw new Error(`status ${status}: ${line}\n${stderr}`)
  return { stdout, stderr }
}

function seconds(contender) {
  contender.prepare?.()
  const start = process.hrtime.bigint()
  shell(contender.line)
  return Number(process.hrtime.bigint() - start) / 1e9
}

const median = (times) => times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)]

/**
 * Whole-process wall times of two contenders in turns (ours, theirs, ours, ...), after one run of
 * each that fills the page cache and is not counted.
 */
export function inTurns(ours, theirs, rounds) {
  const times = [[], []]
  for (const contender of [ours, theirs]) if (contender.warm !== false) seconds(contender)
  for (let round = 0; round < rounds; round++)
    for (const [i, contender] of [ours, theirs].entries()) times[i].push(seconds(contender))
  return times.map((list) => ({
    median: median(list),
    min: Math.min(...list),
    max: Math.max(...list),
  }))
}

/** Is there such a command on this machine? */
export function has(name) {
  return spawnSync('bash', ['-c', `command -v ${name}`]).status === 0
}
