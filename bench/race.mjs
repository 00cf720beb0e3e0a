import { rmSync, writeFileSync } from 'node:fs'
import { difference, groupsOf } from './groups-of.mjs'
import { inTurns } from './in-turns.mjs'
import { rounds, warm } from './settings.mjs'
import { has, shell, word } from './shell.mjs'

const canDrop = process.platform === 'linux' && process.getuid() === 0

/** As after a boot: neither the tree nor the programs are in memory. */
function dropCaches() {
  shell('sync')
  writeFileSync('/proc/sys/vm/drop_caches', '3')
}

/**
 * Run contenders, ours first: once to see that all find the same groups, or to fill the page cache; then
 * in turns with a warm cache; and in turns with a cold one, if the case asks for that.
 * @param contenders name, tool (the command that has to be there), line; limit (ours may take at most so
 *   many times as long: a number, or one for each cache), each (how many things the time is divided by), peakLimit (MiB), check (how to
 *   learn what it finds), prepare (called before each run), warm: false (prepare makes the tree anew)
 */
export function race({ title, dirs = [], contenders, cold = false, end }) {
  if (!has(contenders[0].tool)) return { title, skipped: `${contenders[0].tool} is not there` }
  try {
    const rows = raced(contenders, cold && !warm && canDrop)
    const note =
      cold && !canDrop ? 'No runs with a cold cache: they need root, on Linux.' : undefined
    return { title, tree: dirs.length > 0 ? treeFacts(dirs) : undefined, note, rows }
  } finally {
    end?.()
  }
}

/** The contenders, each with what it finds or why it is out of the race, and its runs. */
function raced(contenders, isCold) {
  const firsts = firstRuns(contenders)
  const fit = contenders.filter((_, i) => !firsts[i].failed)
  const runs = { warm: inTurns(fit, rounds), cold: isCold ? inTurns(fit, rounds, dropCaches) : [] }
  return contenders.map((contender, i) => {
    const { prepare, check, warm, ...told } = contender
    const at = fit.indexOf(contender)
    return { ...told, ...firsts[i], warm: runs.warm[at], cold: runs.cold[at] }
  })
}

/**
 * For each contender how what it finds differs from what the first finds, or why it is out of the race.
 * @throws if the first fails
 */
function firstRuns(contenders) {
  let ours
  return contenders.map(({ name, tool, check, line, warm }) => {
    if (!has(tool)) return { failed: 'not installed' }
    try {
      if (!check && warm !== false) shell(line)
      if (!check) return {}
      rmSync(check.out, { force: true })
      shell(check.line)
      const theirs = groupsOf(check.out, check.format)
      ours ??= theirs
      return { found: difference(ours, theirs) }
    } catch (error) {
      if (name === contenders[0].name) throw error
      process.stderr.write(`bench: ${name}: ${error.message}\n`)
      return { failed: 'failed' }
    }
  })
}

function treeFacts(dirs) {
  const words = dirs.map(word).join(' ')
  const files = Number(shell(`find ${words} -type f | wc -l`).stdout)
  const size = shell(`du -shc ${words} | tail -n 1 | cut -f 1`).stdout.trim()
  return `${files.toLocaleString('en')} files, ${size}`
}
