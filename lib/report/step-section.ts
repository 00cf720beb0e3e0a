import { formatSize } from '../record/format-size.js'
import { freedBytes } from '../record/freed-bytes.js'
import { destination, type StepRecord } from '../record/step.js'
import { counted } from '../record/counted.js'
import type { Section } from './section.js'
import { shownPath } from './shown-path.js'

/** What a plan is about to do: op, reason, what it frees, the name, and what stays. */
export function stepSection(): Section<StepRecord> {
  let [steps, bytes] = [0, 0]
  return {
    heading: 'Steps:',
    lines: (step) => {
      const { op, why, file, keep } = step
      const frees = freedBytes(step)
      steps++
      bytes += frees
      const to = destination(step)
      return [
        `${op.padEnd(9)} ${why.padEnd(9)} ${formatSize(frees).padStart(10)}  ${shownPath(file)}`,
        ...(keep ? [`  keep ${shownPath(keep)}`] : []),
        ...(to ? [`  to   ${shownPath(to)}`] : []),
      ]
    },
    summary: () => `${counted(steps, 'step')} to free ${formatSize(bytes)}`,
  }
}
