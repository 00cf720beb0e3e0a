import { formatSize } from '../record/format-size.js'
import { STATUSES, type ResultRecord, type Status } from '../record/result.js'
import { visible } from '../record/visible.js'
import { counted } from '../record/counted.js'
import type { Section } from './section.js'
import { shownPath } from './shown-path.js'

/** What became of steps: status, op, what was freed, the name, and why it was not done. */
export function resultSection(): Section<ResultRecord> {
  const counts = { would: 0, done: 0, skipped: 0, failed: 0 }
  let bytes = 0
  return {
    heading: 'Results:',
    lines: (result) => {
      const { status, op, freed, error = result.note } = result
      counts[status]++
      bytes += freed
      return [
        `${status.padEnd(7)} ${op.padEnd(9)} ${formatSize(freed).padStart(10)}  ${shownPath(result)}`,
        ...(error ? [`  ${visible(`${error.code}: ${error.message}`)}`] : []),
      ]
    },
    summary: () => summary(counts, bytes),
  }
}

function summary(counts: { readonly [status in Status]: number }, bytes: number): string {
  const there = STATUSES.filter((status) => counts[status] > 0)
  const all = there.reduce((sum, status) => sum + counts[status], 0)
  const each = there.map((status) => `${counts[status]} ${WORDS[status]}`)
  return `${counted(all, 'result')}: ${[...each, freed(counts, bytes)].join(', ')}`
}

const WORDS = {
  would: 'would be done',
  done: 'done',
  skipped: 'skipped',
  failed: 'failed',
} as const

function freed({ would, done }: { readonly [status in Status]: number }, bytes: number): string {
  return `${formatSize(bytes)} ${would > 0 && done === 0 ? 'would be freed' : 'freed'}`
}
