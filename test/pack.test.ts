// What is in the package: all that is needed to run, and nothing else.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { basename, join } from 'node:path'
import t from 'tap'
import { command } from '../lib/cli/command.js'
import { pages } from './helper/man.js'
import { BIN } from './helper/run.js'
import { ROOT, sourcesOf } from './helper/sources.js'

const commands = sourcesOf('bin').map(({ file }) => basename(file, '.ts'))
const built = [
  ...commands.flatMap((name) => [`${name}.js`, `code/${name}.js`]),
  ...['dupes', 'hash', 'prefix'].map((name) => `code/${name}-worker.js`),
  ...['package.json', 'LICENSES'],
].map((name) => `dist/bin/${name}`)

t.test('npm pack takes what is needed to run, and nothing else', async (t) => {
  const args = ['pack', '--dry-run', '--json', '--ignore-scripts']
  const { stdout } = spawnSync('npm', args, { cwd: ROOT, encoding: 'utf8' })
  const [{ files }] = JSON.parse(stdout)
  const manual = pages().map(({ file }) => `man/${file}`)
  const plain = ['CHANGELOG.md', 'LICENSE', 'README.md', 'package.json']
  const scripts = ['compile.mjs', 'keep-compiled.cjs', 'postinstall.mjs']
  t.strictSame(
    files.map(({ path }: { path: string }) => path).sort(),
    [...built, ...manual, ...plain, ...scripts.map((name) => `scripts/${name}`)].sort(),
  )
})

t.test('every command starts with its interpreter', async (t) => {
  for (const name of commands)
    t.match(readFileSync(join(BIN, `${name}.js`), 'utf8'), /^#!\/usr\/bin\/env node\n/, name)
})

t.test('the code of a command is ASCII', async (t) => {
  for (const name of commands)
    t.match(readFileSync(join(BIN, `code/${name}.js`), 'latin1'), /^[\0-\x7f]*$/, name)
})

const readManifest = () => JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))

t.test('a command imports nothing that is not installed with it', async (t) => {
  const { dependencies, optionalDependencies } = readManifest()
  const installed = Object.keys({ ...dependencies, ...optionalDependencies })
  for (const file of built.filter((file) => /code\/.*\.js$/.test(file))) {
    const text = readFileSync(join(ROOT, file), 'utf8')
    const required = [...text.matchAll(/\brequire(?:Own)?\d*\("([^"]+)"\)/g)].map(
      ([, name]) => name!,
    )
    const unknown = required.filter((name) => !isBuiltin(name) && !installed.includes(name))
    t.strictSame(unknown, [], file)
    t.ok(required.length > 0, `${file} requires something`)
  }
})

t.test('every package inside a command has its licence beside it', async (t) => {
  const licences = readFileSync(join(ROOT, 'dist/bin/LICENSES'), 'utf8')
  for (const name of ['commander', 'csv-parse', 'csv-stringify', 'ignore', '@streamparser/json'])
    t.match(licences, new RegExp(`^${name} \\d`, 'm'))
})

t.test('--version tells what package.json does', async (t) => {
  t.equal(command('x', '').version(), readManifest().version)
})

t.test('the lock file has every package that another asks for', async (t) => {
  const { packages } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'))
  const locked = new Set(Object.keys(packages).map((path) => path.replace(/^.*node_modules\//, '')))
  const missing = Object.values<Locked>(packages)
    .flatMap((one) => Object.keys({ ...one.dependencies, ...one.optionalDependencies }))
    .filter((name) => !locked.has(name))
  t.ok(locked.size > 100)
  t.strictSame(missing, [])
})

type Locked = { readonly dependencies?: object; readonly optionalDependencies?: object }

t.test('the lock file names no place to download from', async (t) => {
  t.notMatch(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'), /"resolved"|\.tgz/)
  t.match(readFileSync(join(ROOT, '.npmrc'), 'utf8'), /^omit-lockfile-registry-resolved=true$/m)
})
