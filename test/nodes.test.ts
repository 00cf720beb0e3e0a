// Commands on other Nodes than the one that built them: `node scripts/test/nodes.mjs` fetches those.
import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import t from 'tap'
import { copyOfBuilt, FIND, found, spied } from './helper/compiled.js'
import { runIn } from './helper/run.js'
import { script } from './helper/script.js'
import { ROOT } from './helper/sources.js'

const { GOOD, OLD, nodeOf } = await script('test/nodes.mjs')
const names = readdirSync(join(ROOT, 'bin')).map((name) => basename(name, '.ts'))
const { engines } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
const NEEDS = `needs Node ${engines.node.replace('>=', '')} or later`

/** Why a test of these versions cannot be run, and what to do. */
const without = (versions: readonly string[]) => {
  const missing = versions.filter((version) => nodeOf(version) === undefined)
  return missing.length > 0 && `no Node ${missing.join(', ')}: node scripts/test/nodes.mjs`
}

/** Let a Node compile the commands, as at the build or when a package is installed. */
function compileBy(node: string, bin: string): void {
  for (const name of names) rmSync(join(bin, `code/${name}.cache`))
  const compiler = JSON.stringify(join(ROOT, 'scripts/compile.mjs'))
  const code = `import { compile } from ${compiler}; compile(${JSON.stringify(bin)})`
  runIn(bin, node, ['--input-type=module', '-e', code])
}

for (const builder of GOOD)
  t.test(`compiled by Node ${builder}, run by all`, { skip: without(GOOD) }, async (t) => {
    const { dir, bin } = copyOfBuilt(t)
    compileBy(nodeOf(builder), bin)
    for (const version of GOOD) {
      const said = version === builder ? 'taken' : 'compiled anew'
      for (const name of names)
        t.match(spied(dir, [name, '--version'], nodeOf(version)), { status: 0, stderr: said })
      t.strictSame(spied(dir, FIND, nodeOf(version)), found(dir, said), `run by ${version}`)
    }
  })

for (const version of OLD)
  t.test(
    `Node ${version} is too old, and says so in one line`,
    { skip: without(OLD) },
    async (t) => {
      const scripts = [...names.map((name) => `dist/bin/${name}.js`), 'scripts/setup.mjs']
      for (const script of scripts) {
        const said = `${basename(script).replace(/\..*/, '')}: ${NEEDS}, this is v${version}\n`
        const want = { status: 4, signal: null, stdout: '', stderr: said }
        t.strictSame(runIn(ROOT, nodeOf(version), [script]), want)
      }
    },
  )
