// A copy of this checkout in which modules of lib/ have all their mutants, asleep: in dist/lib, which tests
// import, and in the commands of dist/bin, which they start.
import { spawnSync } from 'node:child_process'
import { cpSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { withMutants } from './mutants.mjs'

/** These are changed, or look for what lies beside them. */
const OWN = ['bin', 'dist', 'lib', 'scripts', 'package.json']

/**
 * Make the copy.
 * @param {string} root the checkout, which is built
 * @param {string} work an empty directory
 * @param {string[]} files modules, as lib/apply/remove.ts
 * @returns {{ id: number, file: string, line: number, name: string }[]} the mutants
 */
export function copyWithMutants(root, work, files) {
  for (const name of readdirSync(root))
    if (OWN.includes(name)) cpSync(join(root, name), join(work, name), { recursive: true })
    else if (!name.startsWith('.')) symlinkSync(join(root, name), join(work, name))
  cpSync(join(import.meta.dirname, 'switch.mjs'), switchOf(work))
  const mutants = []
  for (const file of files) mutants.push(...breakModule(work, file, mutants.length))
  const { status } = spawnSync(process.execPath, ['scripts/bundle.mjs'], {
    cwd: work,
    stdio: [0, 2, 2],
  })
  if (status !== 0) throw new Error('the commands cannot be bundled')
  return mutants
}

/** Named by its whole path: a test may copy a module elsewhere. */
function switchOf(work) {
  return join(work, 'switch.mjs')
}

function breakModule(work, file, first) {
  const path = join(work, file)
  const source = readFileSync(path, 'utf8')
  const { text, mutants } = withMutants(source, first, switchOf(work))
  writeFileSync(path, text)
  writeFileSync(join(work, 'dist', file.replace(/\.ts$/, '.js')), compiled(text))
  return mutants.map((mutant) => ({ ...mutant, file }))
}

function compiled(text) {
  const [target, module] = [ts.ScriptTarget.ES2023, ts.ModuleKind.ESNext]
  const compilerOptions = { target, module, verbatimModuleSyntax: true }
  return ts.transpileModule(text, { compilerOptions }).outputText
}
