import { readdirSync, readFileSync } from 'node:fs'

/** How many more files this process may open now; `otherwise` where the system does not tell. */
export function freeDescriptors(otherwise: number): number {
  try {
    const [, soft] =
      /^Max open files +(\d+)/m.exec(readFileSync('/proc/self/limits', 'latin1')) ?? []
    return soft === undefined ? otherwise : Number(soft) - readdirSync('/proc/self/fd').length
  } catch {
    return otherwise
  }
}
