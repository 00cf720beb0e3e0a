import { pathBytes, type PathFields } from '../record/path.js'
import { hasOwnInodes } from './file-system.js'
import { typeByDevice } from './type-by-device.js'

/** A name, and the device that it is on. */
type Named = PathFields & { readonly dev: string }

/** Makes the function that tells whether equal inodes, on the file system of a record, are one file. */
export function inodeTrust(typeOf?: (path: Buffer | string) => number | undefined) {
  const typeOn = typeByDevice(typeOf)
  return (record: Named): boolean => {
    const type = typeOn(record.dev, () => pathBytes(record))
    return type !== undefined && hasOwnInodes(type)
  }
}
