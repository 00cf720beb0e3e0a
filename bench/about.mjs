import { cpus, release, totalmem, type } from 'node:os'
import { readFileSync } from 'node:fs'
import { home, ROOT } from './settings.mjs'
import { has, shell, version, word } from './shell.mjs'

// prettier-ignore
const TOOLS = [
  'fclones', 'jdupes', 'rmlint', 'rdfind', 'fdupes', 'yadf', 'czkawka_cli', 'b3sum', 'cat', 'find', 'cmp',
]

/** What the figures depend on besides our code. A version is null where the program is not installed. */
export function about() {
  return {
    machine: `${cpus().length} cores, ${processor()}, ${Math.round(totalmem() / 2 ** 30)} GiB of memory`,
    system: `${type()} ${release()}, trees on ${fileSystem()}`,
    node: process.version,
    versions: Object.fromEntries(TOOLS.map((tool) => [tool, version(tool) ?? null])),
  }
}

/** Which code of ours was measured; undefined outside a git checkout. */
export function commit() {
  const { stdout } = shell(
    `git -C ${word(ROOT)} describe --always --dirty --exclude '*' 2> /dev/null || true`,
  )
  return stdout.trim() || undefined
}

function processor() {
  const told = cpus()[0]?.model
  if (told && told !== 'unknown') return told
  const info = process.platform === 'linux' ? readFileSync('/proc/cpuinfo', 'utf8') : ''
  return /model name\s*: (.*)/.exec(info)?.[1] ?? 'unknown processor'
}

const fileSystem = () =>
  has('findmnt')
    ? shell(`findmnt -no FSTYPE -T ${word(home)}`).stdout.trim()
    : 'an unknown file system'
