import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { chart } from './chart.mjs'
import { formatted } from './formatted.mjs'
import { summary } from './summary.mjs'
import { home, quick } from './settings.mjs'
import { tableOf } from './table.mjs'

const place = (name) => join(quick ? home : import.meta.dirname, name)

/**
 * Put a result into results.json, RESULTS.md and results.svg. What is there of other cases stays, unless
 * it is of another machine or of other versions.
 * @param names of all cases, in their order
 */
export async function writeDown(about, name, result, names) {
  const file = place('results.json')
  const old = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { about }
  const same = isDeepStrictEqual(old.about, about)
  if (!same) console.error('bench: what was saved is of another machine or other versions: dropped')
  const all = { ...(same ? old.cases : {}), [name]: result }
  const cases = Object.fromEntries(names.filter((one) => all[one]).map((one) => [one, all[one]]))
  writeFileSync(file, await formatted(JSON.stringify({ about, cases }), 'json'))
  const svg = await chart(cases)
  if (svg) writeFileSync(place('results.svg'), svg)
  writeFileSync(place('RESULTS.md'), await formatted(report(about, cases, svg), 'markdown'))
}

function report({ machine, system, node, versions }, cases, svg) {
  const installed = Object.entries(versions).filter(([, version]) => version !== null)
  const absent = Object.keys(versions).filter((tool) => versions[tool] === null)
  return [
    '# Results',
    'Written by `npm run bench -- --save`. [README.md](README.md) tells what each case measures, and how.',
    [
      `- ${machine}`,
      `- ${system}`,
      `- Node ${node}`,
      `- ${installed.map((pair) => pair.join(' ')).join(', ')}`,
      ...(absent.length > 0 ? [`- not installed: ${absent.join(', ')}`] : []),
    ].join('\n'),
    summary(cases),
    ...(svg ? ['![Times of all contenders, in multiples of that of dd-dupes](results.svg)'] : []),
    ...Object.entries(cases).flatMap(([name, result]) => [
      `## ${name}`,
      tableOf(result),
      `${result.date}, ${result.commit ?? 'no commit'}, rounds: ${result.rounds}.`,
    ]),
  ].join('\n\n')
}
