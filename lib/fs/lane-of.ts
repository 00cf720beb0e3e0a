import type { PathFields } from '../record/path.js'
import { diskOf } from './disk-of.js'
import { inodeTrust } from './inode-trust.js'

/** The lane of whatever any number of readers may read at a time. */
export const FAST = ''

/**
 * Makes the function that names the lane of a file or directory. Who reads in a lane that has a name
 * does so alone: it is a disk with a head, which two readers would only send to and fro, or a file
 * system in user space or on the network, which is best asked one thing at a time.
 */
export function laneFinder(
  disk = diskOf,
  isTrusted = inodeTrust(),
): (named: PathFields & { readonly dev: string }) => string {
  return (named) => {
    const found = disk(named.dev)
    if (found?.isRotational) return found.name
    return isTrusted(named) ? FAST : `device ${named.dev}`
  }
}
