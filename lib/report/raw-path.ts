import { pathBytes, type PathFields } from '../record/path.js'
import { toLatin1 } from '../stream/to-latin1.js'

/** The bytes of a path, one character each. */
export function rawPath(ref: PathFields): string {
  return ref.path !== undefined ? toLatin1(ref.path) : pathBytes(ref).toString('latin1')
}
