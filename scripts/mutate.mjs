// npm run test:mutate [FILE...]: does a test fail when the code is broken? Breaks each guard, comparison
// and call of lib/apply and lib/fs once, in a copy of this checkout, and runs the tests that could notice.
// Prints the mutants that no test has seen, how many were seen in each module, and the count last; status
// 1 if any has lived. FILE is a module, as lib/apply/remove.ts, or one line of it, as lib/apply/remove.ts:45,
// or a test to run, as test/apply/remove.test.ts, or a folder of either. What test/equivalent-mutants.json holds
// to be equivalent, with a reason, is not tried.
//
// Each test first runs once with nothing broken: how long does it take, and for which mutants would something have
// been different in it? Each mutant is then tried with those tests only, its own first and the others by time, up
// to the first that fails. All tests take hours; test/apply and test/fs are quick and notice nearly as much.
import { mkdtempSync, readdirSync, realpathSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { copyWithMutants } from './mutate/copy.mjs'
import { Equivalents } from './mutate/equivalents.mjs'
import { TryOuts } from './mutate/try-out.mjs'

const MODULES = ['lib/apply', 'lib/fs']
const TESTS = ['test/apply', 'test/fs', 'test/bin', 'test/crash']

const root = join(import.meta.dirname, '..')
const work = mkdtempSync(join(realpathSync(tmpdir()), 'dd-mutate-'))
const tryOuts = new TryOuts(work)
process.on('exit', () => {
  tryOuts.stop()
  rmSync(work, { recursive: true, force: true })
})
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1))

const lines = process.argv.slice(2).filter((name) => /:\d+$/.test(name))
const named = process.argv.slice(2).map((name) => name.replace(/:\d+$/, ''))
const modules = filesOf('lib/', MODULES)
const mutants = copyWithMutants(root, work, modules)
const recorded = await record(filesOf('test/', TESTS).filter((name) => name.endsWith('.test.ts')))
const equivalents = new Equivalents(root)
let [count, lived] = [0, 0]
for (const file of modules) await breakAll(file)
const outdated = equivalents.outdated(
  modules.filter((file) => lines.every((one) => !isOf(one, file))),
)
for (const one of outdated)
  console.log(`${one}: no mutant is called so: see equivalent-mutants.json`)
console.log(`${count - lived} killed, ${lived} lived`)
process.exitCode = lived + outdated.length > 0 ? 1 : 0

/** What is named and lies there, or else all that usually does. */
function filesOf(top, usual) {
  const wanted = named.filter((name) => name.startsWith(top))
  return [...new Set(wanted.length > 0 ? wanted : usual)].flatMap((name) => {
    if (statSync(join(root, name)).isFile()) return [name]
    const below = readdirSync(join(root, name), { recursive: true })
    return below.filter((file) => file.endsWith('.ts')).map((file) => join(name, file))
  })
}

async function record(tests) {
  const found = []
  for (const test of tests) {
    const run = await tryOuts.record(test)
    if (run.passed) found.push(run)
    else console.error(`${test} fails in the copy, with nothing broken: it is left out`)
  }
  return found.sort((a, b) => a.ms - b.ms)
}

async function breakAll(file) {
  const wanted = mutants.filter((mutant) => mutant.file === file && isWanted(mutant))
  const all = wanted.filter((mutant) => !equivalents.has(mutant))
  const twin = basename(file).replace(/\.ts$/, '.test.ts')
  const before = lived
  for (const { id, line, name } of all) {
    const tests = recorded.filter(({ seen }) => seen.has(id))
    tests.sort((a, b) => (basename(b.test) === twin) - (basename(a.test) === twin))
    if (await isSeen(tests, id)) continue
    lived++
    console.log(`${file}:${line}: ${name}${tests.length > 0 ? '' : ' (never differs)'}`)
  }
  count += all.length
  const here = lived - before
  const held = wanted.length - all.length
  console.log(`${file}: ${all.length - here} killed, ${here} lived, ${held} equivalent`)
}

/** Of a module of which lines are named, only those. */
function isWanted({ file, line }) {
  const ofIts = lines.filter((one) => isOf(one, file))
  return ofIts.length === 0 || ofIts.includes(`${file}:${line}`)
}

function isOf(line, file) {
  return line.startsWith(`${file}:`)
}

async function isSeen(tests, id) {
  for (const test of tests) if (!(await tryOuts.passes(test, id))) return true
  return false
}
