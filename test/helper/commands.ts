// Our commands as programs that a shell finds, and other people's programs that tests use.
import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const BIN = join(import.meta.dirname, '../../bin')

/**
 * A directory to put in front of PATH: each built command as an executable. Not functions of the
 * shell, since xargs, parallel and find start programs.
 */
export function commandDir(): { readonly dir: string; readonly remove: () => void } {
  const dir = mkdtempSync(join(tmpdir(), 'dd-tools-bin-'))
  for (const name of built()) {
    const script = `#!/bin/sh\nexec '${process.execPath}' '${join(BIN, name)}.js' "$@"\n`
    writeFileSync(join(dir, name), script)
    chmodSync(join(dir, name), 0o755)
  }
  return { dir, remove: () => rmSync(dir, { recursive: true }) }
}

/** Names of the commands that are built. */
export function built(): string[] {
  try {
    return readdirSync(BIN)
      .filter((name) => /^dd-\w+\.js$/.test(name))
      .map((name) => name.slice(0, -3))
      .sort()
  } catch {
    return []
  }
}

const found = new Map<string, boolean>()

/** Is a program installed? */
export function installed(program: string): boolean {
  if (!found.has(program)) {
    const { status } = spawnSync('sh', ['-c', 'command -v "$1" >/dev/null', 'sh', program])
    found.set(program, status === 0)
  }
  return found.get(program)!
}

/** For `t.test(name, { skip: without('jq') }, …)`: why the test cannot run here, or false. */
export function without(...programs: string[]): string | false {
  const missing = programs.filter((program) => !installed(program))
  return missing.length === 0 ? false : `not installed: ${missing.join(', ')}`
}
