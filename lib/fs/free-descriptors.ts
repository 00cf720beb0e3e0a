import { readdirSync } from 'node:fs'
import { isOutOfDescriptors } from '../record/system-error.js'
import { softLimit } from './soft-limit.js'

/** How many more files this process may open now; `otherwise` where the system does not tell. */
export function freeDescriptors(otherwise: number): number {
  try {
    const most = softLimit('Max open files')
    return most === undefined ? otherwise : most - readdirSync('/proc/self/fd').length
  } catch (error) {
    return isOutOfDescriptors(error) ? 0 : otherwise
  }
}
