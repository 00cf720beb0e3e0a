// What spares a command to be compiled each time it starts: code/NAME.cache keeps what V8 has compiled of it in
// a run. Made where the package is built, or installed and its scripts are allowed, for the Node that is there; never
// by a command that runs: a cache that any run may write to is a way into a program that root runs.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * Let every command of a folder do what it is for, with two equal files, and keep what was compiled. Where one
 * cannot, as on a disk without hard links, there is less to keep. Only the folder's owner leaves files in it.
 */
export function compile(bin) {
  if (statSync(bin).uid !== process.getuid()) return
  const dir = mkdtempSync(join(tmpdir(), 'dd-tools-build-'))
  // Flags of this process, as in NODE_OPTIONS, would be compiled for, too: and V8 takes it with the same only.
  const env = { PATH: process.env.PATH }
  const run = (name, args, input = '') => {
    const command = ['-r', KEEPER, join(bin, `${name}.js`), ...args]
    return spawnSync(process.execPath, command, { cwd: dir, env, input }).stdout
  }
  try {
    for (const name of ['a', 'b']) writeFileSync(join(dir, name), 'equal')
    const files = run('dd-walk', [])
    const groups = run('dd-group', [], run('dd-hash', [], files))
    const steps = run('dd-plan', ['hardlink'], groups)
    const journal = join(dir, 'journal')
    run('dd-prefix', [], files)
    run('dd-import', [], run('dd-dupes', ['--format', 'jdupes']))
    run('dd-dupes', [])
    run('dd-report', [], groups)
    run('dd-apply', ['--apply', '--journal', journal], steps)
    run('dd-undo', [journal])
  } finally {
    rmSync(dir, { recursive: true })
  }
}

const KEEPER = join(import.meta.dirname, 'keep-compiled.cjs')
