import { statSync } from 'node:fs'
import { kernelPath, realPath } from './latin1-path.js'
import type { Mount } from '../fs/mounts.js'
import { mayOverlap, type Place } from './overlap.js'

/** With more operands than this it is cheaper to remember what was walked than to find out. */
const MANY = 100

/**
 * Can a walk of these operands (absolute, latin1) meet one name twice, symlinks apart?
 * @param mounts undefined: not known here
 */
export function canMeetTwice(
  operands: readonly string[],
  mounts: readonly Mount[] | undefined,
): boolean {
  if (mounts === undefined || operands.length > MANY) return true
  return mayOverlap(operands.flatMap(placesOf), mounts)
}

function placesOf(operand: string): Place[] {
  try {
    const real = realPath(operand)
    return [{ real, dev: statSync(kernelPath(real), { bigint: true }).dev }]
  } catch {
    return [] // the walk itself will say why
  }
}
