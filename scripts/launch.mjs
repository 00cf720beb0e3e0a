// What starts a command, and what spares it to be compiled each time. Of what a short run took beside
// Node itself, a quarter was V8 compiling: so code/NAME.cache keeps what it has compiled in a run at the
// build. Another V8 than that of the build does not take it, and compiles anew. Nothing is written when a
// command runs: a cache that any run may write to is a way into a program that root runs.
import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const starter = (name) => `#!/usr/bin/env node
const { readFileSync } = require('node:fs')
const { Script } = require('node:vm')
const filename = \`\${__dirname}/code/${name}.js\`
const cachedData = readFileSync(\`\${__dirname}/code/${name}.cache\`)
const code = readFileSync(filename, 'latin1')
new Script(code, { filename, cachedData }).runInThisContext()(require, filename)
`

/** Make a command of its code, which is ASCII: a function, and its launcher, with nothing compiled as yet. */
export function launch(bin, name) {
  const code = join(bin, `code/${name}.js`)
  writeFileSync(code, `(function (require, __filename) {${readFileSync(code, 'latin1')}})\n`)
  writeFileSync(join(bin, `${name}.js`), starter(name))
  chmodSync(join(bin, `${name}.js`), 0o755)
  writeFileSync(join(bin, `code/${name}.cache`), '')
}

/**
 * Let every command do what it is for, with two equal files, and keep what was compiled. Where one cannot,
 * as on a disk without hard links, there is less to keep.
 */
export function compile(bin) {
  const dir = mkdtempSync(join(tmpdir(), 'dd-tools-build-'))
  const run = (name, args, input = '') => {
    const command = ['-r', KEEPER, join(bin, `${name}.js`), ...args]
    return spawnSync(process.execPath, command, { cwd: dir, input }).stdout
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
