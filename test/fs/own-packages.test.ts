// Packages are loaded from where a package manager put them, and from nowhere else.
import { cpSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import t, { type Test } from 'tap'
import { requireOwn } from '../../lib/fs/own-packages.js'
import { BIN, runIn } from '../helper/run.js'
import { ROOT } from '../helper/sources.js'

/** Write files below a directory. */
function write(dir: string, files: { readonly [path: string]: string }): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, path)), { recursive: true })
    writeFileSync(join(dir, path), text)
  }
}

const ASK = `import { requireOwn } from './own-packages.js'
try { console.log(requireOwn(process.argv[2])) } catch (error) { console.log(error.code ?? error.message) }`

/** What a copy of ours at \`dd\` gets when it asks for \`name\`. */
function ask(
  dir: string,
  dd: string,
  name: string,
  vars: readonly string[] = [],
  by: readonly string[] = [],
): string {
  write(dir, { [`${dd}/package.json`]: '{ "type": "module" }', [`${dd}/dist/lib/fs/ask.js`]: ASK })
  cpSync(join(ROOT, 'dist/lib/fs/own-packages.js'), join(dir, dd, 'dist/lib/fs/own-packages.js'))
  const script = join(dir, dd, 'dist/lib/fs/ask.js')
  const env = ['HOME=DIR/home', ...vars].map((one) => one.replace('DIR', dir))
  return runIn(dir, 'env', [...by, process.execPath, script, name], ...env).stdout.trim()
}

const CHECKOUT = 'a/checkout'
const INSTALLED = 'a/project/node_modules/dd-tools'
const SCOPED = 'a/project/node_modules/@some/dd-tools'
const NONE = 'MODULE_NOT_FOUND'

// prettier-ignore
const places: [where: string, dd: string, directory: string, isOwn: boolean, vars?: string[]][] = [
  ['a checkout',                       CHECKOUT,  `${CHECKOUT}/node_modules`,        true],
  ['our own, nested',                  INSTALLED, `${INSTALLED}/node_modules`,       true],
  ['beside us',                        INSTALLED, 'a/project/node_modules',          true],
  ['beside our scope',                 SCOPED,    'a/project/node_modules',          true],
  ['above a checkout',                 CHECKOUT,  'a/node_modules',                  false],
  ['far above a checkout',             CHECKOUT,  'node_modules',                    false],
  ['above the project',                INSTALLED, 'a/node_modules',                  false],
  ['where the command is run',         CHECKOUT,  'node_modules',                    false],
  ['NODE_PATH',                        CHECKOUT,  'b',                               false, ['NODE_PATH=b']],
  ['NODE_PATH, by another way',        CHECKOUT,  'b', false, ['NODE_PATH=DIR/a/checkout/../../b']],
  ['NODE_PATH, a directory above us',  CHECKOUT,  'a',                               false, ['NODE_PATH=a']],
  ['HOME',                             CHECKOUT,  'home/.node_modules',              false],
  ['HOME, by its older name',          CHECKOUT,  'home/.node_libraries',            false],
]

for (const [where, dd, directory, isOwn, vars] of places) {
  t.test(`${where}: a package is ${isOwn ? 'loaded' : 'not there'}`, async (t) => {
    const dir = t.testdir()
    write(dir, { [`${directory}/p/index.js`]: 'module.exports = "loaded"' })
    t.equal(ask(dir, dd, 'p', vars), isOwn ? 'loaded' : NONE)
  })

  t.test(`${where}: the same for what a package of ours asks for`, async (t) => {
    const dir = t.testdir()
    write(dir, {
      [`${directory}/q/index.js`]: 'module.exports = "loaded"',
      [`${dd}/node_modules/p/lib/index.js`]: 'module.exports = require("q")',
      [`${dd}/node_modules/p/package.json`]: '{ "main": "lib/index.js" }',
    })
    t.equal(ask(dir, dd, 'p', vars), isOwn ? 'loaded' : NONE)
  })
}

t.test('where packages are links into a store, each finds what lies beside it there', async (t) => {
  const dir = t.testdir()
  write(dir, {
    'store/p@1/node_modules/p/index.js': 'module.exports = require("q")',
    'store/q@1/node_modules/q/index.js': 'module.exports = "loaded"',
  })
  symlinkSync('../../q@1/node_modules/q', join(dir, 'store/p@1/node_modules/q'))
  mkdirSync(join(dir, 'store/dd@1/node_modules'), { recursive: true })
  symlinkSync('../../p@1/node_modules/p', join(dir, 'store/dd@1/node_modules/p'))
  t.equal(ask(dir, 'store/dd@1/node_modules/dd-tools', 'p'), 'loaded')
})

const PLANTED = 'require("node:fs").writeFileSync("planted", ""); throw new Error("planted")'

/** A copy of the commands with packages that are not ours in every place, and what they need to work. */
function planted(t: Test, names: readonly string[]) {
  const dir = t.testdir({ data: { a: 'equal', b: 'equal' } })
  cpSync(BIN, join(dir, 'a/checkout/dist/bin'), { recursive: true })
  const places = ['node_modules', 'a/node_modules', 'path', 'home/.node_modules']
  for (const place of places)
    for (const name of names) write(dir, { [`${place}/${name}/index.js`]: PLANTED })
  mkdirSync(join(dir, 'a/checkout/node_modules'))
  return dir
}

/** Run a line of shell with the commands of that copy. */
function inCopy(dir: string, line: string) {
  const dd = `dd() { local name=$1; shift; '${process.execPath}' a/checkout/dist/bin/dd-$name.js "$@"; }`
  return runIn(dir, 'bash', ['-c', `${dd}; ${line}`], 'NODE_PATH=path', `HOME=${dir}/home`)
}

const NATIVE = `@napi-rs/blake-hash-${process.platform}-${process.arch}-gnu`

t.test('commands do without koffi rather than load one that lies about', async (t) => {
  const dir = planted(t, ['koffi', `@koromix/koffi-${process.platform}-${process.arch}`])
  for (const name of ['@napi-rs', 'blake3-wasm'])
    symlinkSync(join(ROOT, 'node_modules', name), join(dir, 'a/checkout/node_modules', name))
  const line = 'dd dupes data | dd plan hardlink | dd apply --apply --journal journal'
  t.match(inCopy(dir, line), { status: 0, stdout: /"status":"done"/ })
  t.notOk(existsSync(join(dir, 'planted')))
})

t.test('without any BLAKE3 of ours dd-hash fails, whatever lies about', async (t) => {
  const dir = planted(t, [NATIVE, '@napi-rs/blake-hash', 'blake3-wasm'])
  t.match(inCopy(dir, 'dd walk data | dd hash'), { status: 1, stderr: /Cannot find module/ })
  t.notOk(existsSync(join(dir, 'planted')))
})

t.test('a package that has only its WebAssembly is enough', async (t) => {
  const dir = planted(t, [NATIVE, '@napi-rs/blake-hash'])
  symlinkSync(
    join(ROOT, 'node_modules/blake3-wasm'),
    join(dir, 'a/checkout/node_modules/blake3-wasm'),
  )
  t.match(inCopy(dir, 'dd walk data | dd hash'), { status: 0, stdout: /"algo":"blake3"/ })
  t.notOk(existsSync(join(dir, 'planted')))
})

t.test('a package may ask where a part of Node is looked for', async (t) => {
  const dir = t.testdir()
  const asks = 'module.exports = String(require.resolve.paths("fs"))'
  write(dir, { [`${CHECKOUT}/node_modules/p/index.js`]: asks })
  t.equal(ask(dir, CHECKOUT, 'p'), 'null')
})

t.test('a Node that cannot be told where to look loads nothing', async (t) => {
  const dir = t.testdir()
  const without = 'require("node:module")._resolveLookupPaths = undefined'
  write(dir, { 'without.cjs': without, [`${CHECKOUT}/node_modules/p/index.js`]: '' })
  t.equal(
    ask(dir, CHECKOUT, 'p', ['NODE_OPTIONS=--require=DIR/without.cjs']),
    'this Node cannot be told where to look for packages',
  )
})

t.test('where no file can be opened, that is said, not that it is missing', async (t) => {
  const dir = t.testdir()
  write(dir, {
    [`${CHECKOUT}/node_modules/p/lib/index.js`]: '',
    [`${CHECKOUT}/node_modules/p/package.json`]: '{ "main": "lib/index.js" }',
    'full.cjs': `const fs = require('node:fs')
      const take = () => { try { for (;;) fs.openSync('/dev/null') } catch {} }
      Object.defineProperty(process.argv, 2, { get: () => (take(), 'p') })`,
  })
  const few = ['sh', '-c', 'ulimit -n 64; exec "$@"', 'sh']
  t.equal(ask(dir, CHECKOUT, '', ['NODE_OPTIONS=--require=DIR/full.cjs'], few), 'EMFILE')
})

t.test('what is missing is said', async (t) => {
  t.throws(() => requireOwn('no-such-package'), { code: NONE })
})

t.test('nothing of ours is loaded in another way', async (t) => {
  const { stdout } = runIn(ROOT, 'grep', ['-rlE', 'createRequire|await import\\(', 'lib', 'bin'])
  t.strictSame(stdout.trim().split('\n').sort(), [
    'lib/fs/own-packages.ts',
    'lib/walk/glob-matcher.ts',
  ])
})
