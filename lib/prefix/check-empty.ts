import { isKernels } from '../fs/file-system.js'
import { checkListed, Changed, openListed, UNTRUE_SIZE, type ReadCalls } from '../fs/listed-file.js'
import { typeByDevice } from '../fs/type-by-device.js'
import { exact, type Facts } from './facts.js'

const OF_THE_KERNEL = 'says 0 bytes, as files of the kernel do'

/**
 * Makes the function that proves of a file that says 0 bytes that it has none: by a read, since some
 * file systems do not know a size before. Files of the kernel have one only while they are read, and
 * to read them may change something, so they are left alone and never empty.
 */
export function emptyChecker(fs: ReadCalls, typeOn = typeByDevice()) {
  const byte = Buffer.alloc(1)
  /**
   * @throws {Changed} it has content, or is no file any more
   * @throws {NodeJS.ErrnoException} it cannot be read
   */
  return (file: Facts): void => {
    const type = typeOn(file.dev, () => file.path)
    if (type !== undefined && isKernels(type)) throw new Changed(OF_THE_KERNEL)
    const fd = openListed(fs, file.path, file.uid)
    try {
      if (fs.readSync(fd, byte, 0, 1, 0) === 0) return
      checkListed(fs.fstatSync(fd, { bigint: true }), exact(file)) // that tells more
      throw new Changed(UNTRUE_SIZE)
    } finally {
      fs.closeSync(fd)
    }
  }
}
