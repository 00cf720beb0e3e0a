import { typeAt } from './file-system.js'

/** Device numbers to remember; a record may claim any. */
const MAX_DEVICES = 1024

type Path = Buffer | string

/**
 * Makes the function that tells the type of a file system by the device number, and by a name on it
 * where the number is new. Undefined: that name is gone, and the next one will tell.
 */
export function typeByDevice(
  typeOf: (path: Path) => number | undefined = typeAt,
): (dev: string, path: () => Path) => number | undefined {
  const types = new Map<string, number>()
  return (dev, path) => {
    const known = types.get(dev)
    if (known !== undefined) return known
    if (types.size === MAX_DEVICES) types.clear()
    const type = typeOf(path())
    if (type !== undefined) types.set(dev, type)
    return type
  }
}
