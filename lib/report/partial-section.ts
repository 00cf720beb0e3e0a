import { formatSize } from '../record/format-size.js'
import type { PartialRecord } from '../record/partial.js'
import { visible } from '../record/visible.js'
import { counted } from '../record/counted.js'
import type { Section } from './section.js'
import { shownPath } from './shown-path.js'

/** Files that are the beginning of others: how much of which, and how sure it is that a copy was interrupted. */
export function partialSection(): Section<PartialRecord> {
  let [files, bytes, sure] = [0, 0, 0]
  return {
    heading: 'Incomplete files:',
    lines: (partial) => {
      files++
      bytes += partial.file.size
      if (partial.confidence === 'high') sure++
      return ['', shownPath(partial.file), howMuch(partial), `  of ${shownPath(partial.of)}`]
    },
    summary: () =>
      `${counted(files, 'incomplete file')}: ${formatSize(bytes)}, ${sure} of high confidence`,
  }
}

function howMuch({ file, of, bytes, confidence, hints }: PartialRecord): string {
  const share = Math.floor((100 * bytes) / Math.max(of.size, 1))
  const zeros = bytes < file.size ? ', then zeros' : ''
  const reasons = hints.length > 0 ? `: ${hints.map(visible).join(', ')}` : ''
  const amount = `${formatSize(bytes)} of ${formatSize(of.size)} (${share} %)`
  return `  ${amount}${zeros}, confidence ${confidence}${reasons}`
}
