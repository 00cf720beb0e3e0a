// A copy of what is built, and whether a command took there what V8 had compiled of it.
import { cpSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import type { Test } from 'tap'
import { BIN, runIn } from './run.js'
import { ROOT } from './sources.js'

/** Loaded before a command, says so on stderr. */
const SPY = `
const vm = require('node:vm')
vm.Script = class extends vm.Script {
  constructor(code, options) {
    super(code, options)
    const isTaken = options.cachedData !== undefined && !this.cachedDataRejected
    process.stderr.write(isTaken ? 'taken' : 'compiled anew')
  }
}`

/** A directory with dist/bin, and two equal files in data. */
export function copyOfBuilt(t: Test) {
  const dir = t.testdir({ data: { a: 'equal', b: 'equal' }, 'spy.cjs': SPY })
  const bin = join(dir, 'dist/bin')
  cpSync(BIN, bin, { recursive: true })
  symlinkSync(join(ROOT, 'node_modules'), join(dir, 'node_modules'))
  return { dir, bin, cache: join(bin, 'code/dd-dupes.cache'), code: join(bin, 'code/dd-dupes.js') }
}

/** Run a command of the copy. @param flags of Node */
export function spied(
  dir: string,
  args: readonly string[],
  node = process.execPath,
  flags: readonly string[] = [],
) {
  const [name, ...rest] = args
  return runIn(dir, node, ['-r', './spy.cjs', ...flags, `dist/bin/${name}.js`, ...rest])
}

/** What finds the two files, and what it should say. */
export const FIND = ['dd-dupes', '-q', '--format', 'fdupes', 'data']

export function found(dir: string, stderr: string) {
  return { status: 0, signal: null, stdout: `${dir}/data/a\n${dir}/data/b\n\n`, stderr }
}
