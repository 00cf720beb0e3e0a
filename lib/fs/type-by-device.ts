import { typeAt } from './file-system.js'

/** Device numbers to remember; a record may claim any. */
const MAX_DEVICES = 1024

/** Names of one device that are asked for its type. Where so many are gone, so are the others. */
const MAX_ASKED = 1000

type Path = Buffer | string

/**
 * Makes the function that tells the type of a file system by the device number, and by a name on it
 * where the number is new. Undefined: that name is gone, and the next one may tell.
 */
export function typeByDevice(
  typeOf: (path: Path) => number | undefined = typeAt,
): (dev: string, path: () => Path) => number | undefined {
  const types = new Map<string, number>()
  const gone = new Map<string, number>()
  return (dev, path) => {
    const known = types.get(dev)
    if (known !== undefined) return known
    const asked = gone.get(dev) ?? 0
    if (asked === MAX_ASKED) return undefined
    for (const map of [types, gone]) if (map.size === MAX_DEVICES) map.clear()
    const type = typeOf(path())
    if (type === undefined) gone.set(dev, asked + 1)
    else types.set(dev, type)
    return type
  }
}
