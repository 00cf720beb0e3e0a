import { isInMemory } from '../fs/file-system.js'
import type { Disk } from '../fs/disk.js'
import { Refusal } from './refusal.js'

/**
 * What is synced on a file system in memory is durable for no longer than the machine runs.
 * @param file what is to go
 * @param stays what is to stay instead, or the directory where it is to go to
 * @throws {Refusal} it would be in memory only, which the file is not
 */
export function refuseVolatile(disk: Disk, file: number, stays: number): void {
  if (disk.fstat(file).dev === disk.fstat(stays).dev) return
  if (!isInMemory(disk.fileSystem(stays)) || isInMemory(disk.fileSystem(file))) return
  throw new Refusal(
    'volatile',
    'its content would be in memory only (tmpfs), and gone when the machine stops: --allow-tmpfs',
  )
}
