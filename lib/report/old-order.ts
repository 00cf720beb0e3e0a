import { pathBytes, type PathFields } from '../record/path.js'
import type { Listed } from './old-line.js'

/** From here on the order of UTF-16 is not that of bytes. */
const HIGH = /[\ud800-\uffff]/

/** In the order of the bytes of their names. */
export function byName(a: PathFields, b: PathFields): number {
  if (a.path === undefined || b.path === undefined || HIGH.test(a.path) || HIGH.test(b.path))
    return Buffer.compare(pathBytes(a), pathBytes(b))
  if (a.path === b.path) return 0
  return a.path < b.path ? -1 : 1
}

/** The one with the shorter name first: what killdupes kept. */
export function byLength(a: PathFields, b: PathFields): number {
  return nameLength(a) - nameLength(b) || byName(a, b)
}

/** In bytes. */
function nameLength({ path, path64 }: PathFields): number {
  return path !== undefined ? Buffer.byteLength(path) : Buffer.byteLength(path64, 'base64')
}

/** The largest first. */
export function bySize(a: Listed, b: Listed): number {
  return b.size - a.size || byName(a, b)
}
