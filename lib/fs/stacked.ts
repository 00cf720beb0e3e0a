import { isHere, type OnHost } from '../record/host.js'
import { pathBytes, type PathFields } from '../record/path.js'
import { isStack } from './file-system.js'
import { typeByDevice } from './type-by-device.js'

/** A name, and the device that it is on. */
type Named = PathFields & OnHost & { readonly dev: string }

/**
 * Makes the function that tells whether a record is of a file system that shows files of another one:
 * an overlay, FUSE, a network mount. Of a name that is not here nothing is known, and so it is not.
 */
export function stacked(typeOf?: (path: Buffer | string) => number | undefined) {
  const typeOn = typeByDevice(typeOf)
  return (record: Named): boolean => {
    if (!isHere(record)) return false
    const type = typeOn(record.dev, () => pathBytes(record))
    return type !== undefined && isStack(type)
  }
}
