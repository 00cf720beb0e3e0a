// Each command of bin/ in one file of dist/bin/code, with all that it imports: Node loads one such file
// in half the time of forty modules, and a pipeline starts six commands. CommonJS, since Node loads that
// sooner, too. What the packages inside ask for, their licences, goes into dist/bin/LICENSES.
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { basename, join } from 'node:path'
import { build } from 'esbuild'
import { compile } from './compile.mjs'

const root = join(import.meta.dirname, '..')
const at = (...names) => join(root, ...names)
const { dependencies, optionalDependencies } = JSON.parse(readFileSync(at('package.json'), 'utf8'))

const commands = readdirSync(at('bin')).map((name) => basename(name, '.ts'))

const { metafile, outputFiles } = await build({
  absWorkingDir: root,
  entryPoints: [
    ...commands.map((name) => `bin/${name}.ts`),
    'lib/hash/hash-worker.ts',
    'lib/prefix/prefix-worker.ts',
    'lib/dupes/dupes-worker.ts',
  ],
  entryNames: '[name]',
  outdir: 'dist/bin/code',
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20.15',
  external: Object.keys({ ...dependencies, ...optionalDependencies }),
  define: { 'import.meta.url': 'HERE.url' },
  banner: {
    js:
      "'use strict'\n" + // as modules are; esbuild says so, too, but only behind this
      "const HERE = { get url() { return require('node:url').pathToFileURL(__filename).href } }\n" +
      'const later = (name, loaded) => new Proxy({}, { get: (_, key) => (loaded ??= require(name))[key] })',
  },
  minifyWhitespace: true, // half as much to read; names stay, for those who read a stack
  minifySyntax: true,
  metafile: true,
  write: false,
  logLevel: 'warning',
})

/** Each takes Node a millisecond or more to load, and most commands never come to use it. */
const SLOW =
  /=require\("(node:(?:child_process|crypto|module|readline|stream|v8|worker_threads))"\)/g

rmSync(at('dist/bin'), { recursive: true, force: true }) // what was compiled of other code, above all
mkdirSync(at('dist/bin/code'), { recursive: true })
writeFileSync(at('dist/bin/package.json'), '{ "type": "commonjs" }\n')
for (const { path, text } of outputFiles) writeFileSync(path, text.replaceAll(SLOW, '=later("$1")'))
for (const name of commands) launch(name)
compile(at('dist/bin'))
writeFileSync(at('dist/bin/LICENSES'), licences(Object.keys(metafile.inputs)))

/** Make a command of its code, which is ASCII: a function, and what starts it, with nothing compiled as yet. */
function launch(name) {
  const code = at(`dist/bin/code/${name}.js`)
  writeFileSync(code, `(function (require, __filename) {${readFileSync(code, 'latin1')}})\n`)
  copyFileSync(at('scripts/command.cjs'), at(`dist/bin/${name}.js`))
  chmodSync(at(`dist/bin/${name}.js`), 0o755)
}

function licences(inputs) {
  const packages = inputs.map((path) => /^node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0])
  const texts = [...new Set(packages)].filter(Boolean).sort().map(licence)
  return `The commands in this folder contain these packages.\n\n${texts.join('\n')}`
}

function licence(folder) {
  const { name, version } = JSON.parse(readFileSync(at(folder, 'package.json'), 'utf8'))
  const file = readdirSync(at(folder)).find((name) => /^licen[cs]e/i.test(name))
  if (file === undefined) throw new Error(`${folder} has no licence: it may not be bundled`)
  return `${name} ${version}\n\n${readFileSync(at(folder, file), 'utf8').trim()}\n`
}
