import { pathBytes, type PathFields } from '../record/path.js'
import type { Listed } from './old-line.js'

/** In the order of the bytes of their names. */
export function byName(a: PathFields, b: PathFields): number {
  return Buffer.compare(pathBytes(a), pathBytes(b))
}

/** The one with the shorter name first: what killdupes kept. */
export function byLength(a: PathFields, b: PathFields): number {
  return pathBytes(a).length - pathBytes(b).length || byName(a, b)
}

/** The largest first. */
export function bySize(a: Listed, b: Listed): number {
  return b.size - a.size || byName(a, b)
}
