import { deviceAt } from '../fs/device-at.js'
import { pathBytes, splitPath } from '../record/path.js'
import { destination, type StepRecord } from '../record/step.js'

/**
 * Bytes on disk that a step frees: what its plan says, but none where the file only moves to another
 * place of its device.
 * @param dev of the file, as in records
 */
export function freedBy(step: StepRecord, dev: string): number {
  if (step.op === 'copy') return 0
  const to = step.op === 'move' && step.frees > 0 ? destination(step) : undefined
  if (to === undefined) return step.frees
  try {
    return deviceAt(splitPath(pathBytes(to)).dir) === dev ? 0 : step.frees
  } catch {
    return step.frees // it is not told, and the step will not be done
  }
}
