// npm run test:mutate [FILE...]: does a test fail when the code is broken? Breaks each guard, comparison
// and call of lib/apply and lib/fs once, in a copy of dist/, and runs the tests that import the module,
// those named like it first. Prints the mutants that no test has seen, and the count last; status 1 if
// there are any. Takes hours for all: name files, as lib/apply/remove.ts.
import { spawnSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { mutantsOf } from './mutate/mutants.mjs'

const FOLDERS = ['lib/apply', 'lib/fs']

/** A mutant can make a test wait for ever; none of these tests takes a tenth of it. */
const PATIENCE_MS = 120_000

const root = join(import.meta.dirname, '..')
const work = mkdtempSync(join(tmpdir(), 'dd-mutate-'))
process.on('exit', () => rmSync(work, { recursive: true, force: true }))
cpSync(join(root, 'dist'), join(work, 'dist'), { recursive: true })
for (const name of ['node_modules', 'package.json', 'man', 'lib', 'test', 'bin', 'scripts'])
  symlinkSync(join(root, name), join(work, name))

const importers = importersOf(filesBelow('dist/test').filter((name) => name.endsWith('.test.js')))
const named = process.argv.slice(2).map((name) => join('dist', name.replace(/\.ts$/, '.js')))
const files = named.length > 0 ? named : FOLDERS.flatMap((name) => filesBelow(join('dist', name)))
let [count, lived] = [0, 0]
for (const file of files.filter((name) => name.endsWith('.js'))) breakAll(file)
console.log(`${count - lived} killed, ${lived} lived`)
process.exitCode = lived > 0 ? 1 : 0

function breakAll(file) {
  const text = readFileSync(join(work, file), 'utf8')
  const tests = [...(importers.get(file) ?? [])].sort((a, b) => isTwin(b, file) - isTwin(a, file))
  for (const { line, start, end, to, what } of mutantsOf(text)) {
    count++
    writeFileSync(join(work, file), text.slice(0, start) + to + text.slice(end))
    if (tests.some((test) => !passes(test))) continue
    lived++
    const code = text.slice(start, end).replace(/\s+/g, ' ').slice(0, 60)
    console.log(`${file.replace(/^dist\//, '')}:${line}: ${what}: ${code}`)
  }
  writeFileSync(join(work, file), text)
}

function isTwin(test, file) {
  return Number(basename(test) === basename(file).replace(/\.js$/, '.test.js'))
}

function passes(test) {
  const env = { ...process.env, TAP_BAIL: '1', NODE_OPTIONS: '' }
  const ran = spawnSync(process.execPath, [join(work, test)], {
    cwd: work,
    env,
    stdio: 'ignore',
    timeout: PATIENCE_MS,
    killSignal: 'SIGKILL',
  })
  return ran.status === 0
}

/** For each module, the tests that import it, themselves or by a helper. */
function importersOf(tests) {
  const found = new Map()
  for (const test of tests)
    for (const file of reached(test)) found.set(file, (found.get(file) ?? new Set()).add(test))
  return found
}

/** What a test imports, and what its helpers import; but not what modules of lib/ do. */
function reached(file, seen = new Set()) {
  for (const [, from] of readFileSync(join(work, file), 'utf8').matchAll(/from '(\.[^']+)'/g)) {
    const target = relative(work, resolve(join(work, dirname(file)), from))
    if (seen.has(target) || !existsSync(join(work, target))) continue
    seen.add(target)
    if (target.startsWith('dist/test/')) reached(target, seen)
  }
  return seen
}

function filesBelow(folder) {
  return readdirSync(join(work, folder), { recursive: true }).map((name) => join(folder, name))
}
