// Each command of bin/ in one file of dist/bin, with all that it imports: Node loads one such file in
// half the time of forty modules, and a pipeline starts six commands. CommonJS, since Node loads that
// sooner, too. What the packages inside ask for, their licences, goes into dist/bin/LICENSES.
import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'

const root = join(import.meta.dirname, '..')
const at = (...names) => join(root, ...names)
const { dependencies, optionalDependencies } = JSON.parse(readFileSync(at('package.json'), 'utf8'))

const commands = readdirSync(at('bin')).map((name) => `bin/${name}`)

const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: [
    ...commands,
    'lib/hash/hash-worker.ts',
    'lib/prefix/prefix-worker.ts',
    'lib/dupes/dupes-worker.ts',
  ],
  entryNames: '[name]',
  outdir: 'dist/bin',
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20.15',
  external: Object.keys({ ...dependencies, ...optionalDependencies }),
  define: { 'import.meta.url': 'HERE' },
  banner: { js: "const HERE = require('node:url').pathToFileURL(__filename).href" },
  metafile: true,
  logLevel: 'warning',
})

for (const output of Object.keys(metafile.outputs)) chmodSync(at(output), 0o755)
writeFileSync(at('dist/bin/package.json'), '{ "type": "commonjs" }\n')
writeFileSync(at('dist/bin/LICENSES'), licences(Object.keys(metafile.inputs)))

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
