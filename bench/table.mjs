import { judged } from './judged.mjs'

const said = (kept) => (kept ? 'kept' : '**MISSED**')

/** A result as Markdown: what it is about, a table, and the differences in what was found. */
export function tableOf(result) {
  const { title, tree, skipped, note, head, body } = result
  const parts = [`${title}${tree ? ` (${tree})` : ''}.`]
  if (skipped) return [...parts, `Not run: ${skipped}.`].join('\n\n')
  parts.push(head ? markdown(head, body) : timesOf(judged(result)), ...(note ? [note] : []))
  return [...parts, ...(result.rows ?? []).filter(differs).map(differences)].join('\n\n')
}

/** Columns that no row has anything in are left out. */
function timesOf(rows) {
  const columns = [
    ['', ({ name }) => name],
    ['finds', foundOf],
    ...['warm', 'cold'].flatMap((cache) => [
      [cache, (row) => time(row, cache)],
      ['× ours', ({ caches }) => caches[cache]?.ratio?.toFixed(2)],
      ['limit', ({ caches }) => limitOf(caches[cache]?.limit, caches[cache]?.kept)],
    ]),
    [
      'MiB',
      ({ peak, peakLimit, peakKept }) =>
        peak && `${peak.toFixed(0)}${peakLimit ? `, ${limitOf(peakLimit, peakKept)}` : ''}`,
    ],
  ]
  const filled = columns.filter(([, cell]) => rows.some((row) => cell(row)))
  return markdown(
    filled.map(([name]) => name),
    rows.map((row) => filled.map(([, cell]) => cell(row) ?? '')),
  )
}

const limitOf = (limit, kept) => (kept === undefined ? undefined : `≤ ${limit}: ${said(kept)}`)

function time({ caches, failed }, cache) {
  if (!caches[cache]) return cache === 'warm' ? failed : undefined
  const { median, min, max } = caches[cache]
  const [unit, scale] = median < 0.001 ? ['µs', 1e6] : median < 0.1 ? ['ms', 1e3] : ['s', 1]
  const [a, b, c] = [median, min, max].map((seconds) => (seconds * scale).toFixed(2))
  return `${a} ${unit} (${b}–${c})`
}

const differs = ({ found }) => found && found.missing + found.more > 0

function foundOf({ found }) {
  if (!found) return undefined
  const groups = found.groups.toLocaleString('en')
  return differs({ found }) ? `${groups} (−${found.missing} +${found.more})` : groups
}

const differences = ({ name, found: { missing, more, examples } }) =>
  [
    `${name} misses ${missing} of our groups, and has ${more} that we have not:`,
    examples.map((example) => `- \`${example.replace(/[\x00-\x1f`]/g, '?')}\``).join('\n'),
  ].join('\n\n')

const markdown = (head, body) =>
  [head, head.map((_, i) => (i === 0 ? '---' : '---:')), ...body]
    .map((row) => `| ${row.join(' | ')} |`)
    .join('\n')
