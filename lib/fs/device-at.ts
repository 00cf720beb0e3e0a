import { statSync } from 'node:fs'
import { splitPath } from '../record/path.js'

/**
 * The device, as in records, of what is made below a directory, be that there yet or not.
 * @param dir absolute
 * @throws {NodeJS.ErrnoException} ENOTDIR: something else has its name, or that of one above it; EACCES
 */
export function deviceAt(dir: Buffer): string {
  for (let at = dir; ; at = splitPath(at).dir) {
    const stat = statSync(at, { bigint: true, throwIfNoEntry: false })
    if (stat === undefined) continue
    if (stat.isDirectory()) return String(BigInt.asUintN(64, stat.dev))
    throw Object.assign(new Error('not a directory'), { code: 'ENOTDIR' })
  }
}
