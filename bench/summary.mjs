import { judged } from './judged.mjs'

/** How many limits are kept in all results, which are missed, and what was not run, as Markdown. */
export function summary(results) {
  const verdicts = Object.entries(results).flatMap(([name, result]) => verdictsOf(name, result))
  const kept = verdicts.filter(([, kept]) => kept === true)
  const missed = verdicts.filter(([, kept]) => kept === false)
  const lines = [
    ...missed.map(([what]) => `- missed: ${what}`),
    ...Object.keys(results)
      .filter((name) => results[name].skipped)
      .map((name) => `- not run: ${name}: ${results[name].skipped}`),
  ]
  return `Limits: ${kept.length} kept, ${missed.length} missed.\n\n${lines.join('\n')}`.trim()
}

const verdictsOf = (name, { rows = [] }) =>
  judged({ rows }).flatMap((row) => [
    ...Object.entries(row.caches).map(([cache, { kept }]) => [
      `${name}, ${cache}: ${row.name}`,
      kept,
    ]),
    [`${name}, memory: ${row.name}`, row.peakKept],
  ])
