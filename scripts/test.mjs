// npm test: every test below dist/test, in tap. `--sweep` takes the long ones (test/sweep) instead.
// More arguments name files: `npm test -- test/record/path.test.ts`.
// Prints a line a file, failures in full, what was skipped and why, and the count last.
import { spawn } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Parser } from 'tap-parser'
import { Tally } from './test/tally.mjs'

const TAP = ['run', '--disable-coverage', '--timeout=600', '--jobs=2', '--reporter=tap']

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const args = process.argv.slice(2)
const sweep = args.includes('--sweep')
const named = args.filter((arg) => arg !== '--sweep').map(built)
const tally = new Tally((text) => process.stdout.write(text))
run(named.length > 0 ? named : all())

/** Where a test is built to: test/a.test.ts -> dist/test/a.test.js. */
function built(name) {
  return name.replace(/^(?:\.\/)?test\//, 'dist/test/').replace(/\.ts$/, '.js')
}

function all() {
  const below = join(root, 'dist/test')
  if (!existsSync(below)) return []
  return readdirSync(below, { recursive: true })
    .filter((name) => name.endsWith('.test.js') && name.startsWith('sweep/') === sweep)
    .map((name) => join('dist/test', name))
    .sort()
}

function run(files) {
  if (files.length === 0) return end('no test was found')
  const tap = spawn(join(root, 'node_modules/.bin/tap'), [...TAP, ...files], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const { promise: exit, resolve } = withResolvers()
  tap.on('error', (error) => resolve(error.message))
  tap.on('exit', (status, signal) =>
    resolve(status === 0 ? undefined : `tap ended: ${signal ?? status}`),
  )
  tap.stdout.pipe(listen()).on('finish', async () => end(await exit))
}

function withResolvers() {
  let resolve
  const promise = new Promise((settle) => (resolve = settle))
  return { promise, resolve }
}

function listen() {
  const parser = new Parser()
  parser.on('assert', (file) => tally.file(file))
  parser.on('pass', () => tally.pass())
  parser.on('fail', (result) => tally.fail(result))
  parser.on('skip', (result) => tally.skip(result))
  parser.on('todo', (result) => tally.skip({ ...result, skip: `to do: ${result.todo}` }))
  parser.on('bailout', (reason) => tally.fail({ fullname: 'tap', name: `bailed out: ${reason}` }))
  parser.on('extra', (text) => process.stdout.write(text))
  return parser
}

function end(trouble) {
  process.exitCode = tally.end(trouble)
}
