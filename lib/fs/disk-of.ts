import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs'
import { dirname } from 'node:path'
import { majorMinor } from './mounts.js'

/** A disk, as far as it matters to who reads from it. */
export type Disk = {
  /** Its folder in sysfs: two partitions of one disk have the same. */
  readonly name: string
  /** It has a head that must move: two readers at once are slower than one. */
  readonly isRotational: boolean
}

const SYS = '/sys/dev/block'

/** A virtual disk says that it is rotational, whatever is below it. */
const VIRTUAL = /virtio|\/vbd-|vmbus/i

/**
 * The disk behind a device number, or undefined where the system does not tell: no block device
 * (NFS, tmpfs, btrfs), a virtual machine, another operating system.
 * @param dev `st_dev` as decimal digits
 */
export function diskOf(dev: string, sys = SYS): Disk | undefined {
  try {
    const name = diskFolder(`${sys}/${majorMinor(BigInt(dev))}`)
    if (VIRTUAL.test(name)) return undefined
    const rotational = readFileSync(`${name}/queue/rotational`, 'latin1')
    return { name, isRotational: rotational.trim() === '1' }
  } catch {
    return undefined
  }
}

/** From a partition, or a volume on top of one (LVM, LUKS, RAID), to a disk that it lies on. */
function diskFolder(at: string): string {
  const folder = realpathSync(at)
  const [below] = existsSync(`${folder}/slaves`) ? readdirSync(`${folder}/slaves`) : []
  if (below !== undefined) return diskFolder(`${folder}/slaves/${below}`)
  return existsSync(`${folder}/queue`) ? folder : dirname(folder)
}
