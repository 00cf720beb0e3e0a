// What was asked for: npm run bench [-- CASE… --save --quick --warm]
import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'

export const ROOT = join(import.meta.dirname, '..')

const flag = { type: 'boolean', default: false }
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { save: flag, quick: flag, warm: flag },
})

/** --save: write the results down; --quick: tiny trees, to try the bench itself; --warm: no cold runs. */
export const { save, quick, warm } = values

/** The cases that were named; none means all. */
export const wanted = positionals

/** Where trees and temporary files are kept. */
export const home = join(
  resolve(process.env.BENCH_HOME ?? join(ROOT, '.bench')),
  quick ? 'quick' : '',
)
mkdirSync(home, { recursive: true })

/** How often each contender runs. */
export const rounds = Number(process.env.ROUNDS ?? (quick ? 1 : 5))
