import { readFileSync } from 'node:fs'

/**
 * What this process may have of something, by its name in /proc/self/limits; undefined: the system does not tell.
 * @throws {NodeJS.ErrnoException} ENOENT: no /proc; EMFILE, ENFILE: not even this file could be opened
 */
export function softLimit(name: string): number | undefined {
  const limits = readFileSync('/proc/self/limits', 'latin1')
  const [, soft] = new RegExp(`^${name} +(\\d+|unlimited) `, 'm').exec(limits) ?? []
  return soft === 'unlimited' ? Infinity : soft === undefined ? undefined : Number(soft)
}
