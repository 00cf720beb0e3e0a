import type { Disk } from '../fs/disk.js'
import { Refusal } from './refusal.js'

/** tmpfs and ramfs: what is there is gone when the machine stops. */
const IN_MEMORY = new Set([0x01021994, 0x858458f6])

/**
 * What is synced on a file system in memory is durable for no longer than the machine runs.
 * @param file what is to go
 * @param stays what is to stay instead, or the directory where it is to go to
 * @throws {Refusal} it would be in memory only, which the file is not
 */
export function refuseVolatile(disk: Disk, file: number, stays: number): void {
  if (disk.fstat(file).dev === disk.fstat(stays).dev) return
  if (!IN_MEMORY.has(disk.fileSystem(stays)) || IN_MEMORY.has(disk.fileSystem(file))) return
  throw new Refusal(
    'volatile',
    'its content would be in memory only (tmpfs), and gone when the machine stops: --allow-tmpfs',
  )
}
