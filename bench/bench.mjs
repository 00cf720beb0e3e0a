// npm run bench [-- CASE… --save --quick --warm]: our commands against their rivals. See README.md.
import { about, commit } from './about.mjs'
import { finderCases } from './finder-cases.mjs'
import { formatted } from './formatted.mjs'
import { memory } from './memory.mjs'
import { otherCases } from './other-cases.mjs'
import { pool } from './pool.mjs'
import { rounds, save, wanted } from './settings.mjs'
import { measuresMemory } from './shell.mjs'
import { summary } from './summary.mjs'
import { tableOf } from './table.mjs'
import { writeDown } from './write-down.mjs'

const cases = { ...finderCases, ...otherCases, pool, memory }
const names = Object.keys(cases)
const strange = wanted.filter((name) => !names.includes(name))
if (strange.length > 0) {
  console.error(`bench: no such case: ${strange.join(', ')}; there are ${names.join(', ')}`)
  process.exit(2)
}

const here = about()
const absent = Object.keys(here.versions).filter((tool) => here.versions[tool] === null)
console.log(`${here.machine}; ${here.system}; Node ${here.node}; ${rounds} rounds, in turns`)
if (absent.length > 0) console.log(`Not installed: ${absent.join(', ')}.`)
if (!measuresMemory) console.log('No peak memory: GNU time is not installed.')

const measured = commit()
const results = {}
for (const name of names.filter((name) => wanted.length === 0 || wanted.includes(name))) {
  const date = new Date().toISOString().slice(0, 10)
  results[name] = { ...(await cases[name]()), date, commit: measured, rounds }
  console.log(`\n${await formatted(`## ${name}\n\n${tableOf(results[name])}`, 'markdown')}`)
  if (save) await writeDown(here, name, results[name], names)
}
console.log(summary(results))
