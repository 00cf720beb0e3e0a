import { readFileSync } from 'node:fs'
import { readMounts, type Mount } from './mounts.js'

/**
 * Makes the function that finds the mount through which an open file was reached. What is mounted is
 * read once, and again when a mount turns up that was not there.
 * @returns undefined where the system does not tell (macOS, a kernel without /proc)
 */
export function mountFinder(read = readMounts, idOf = mountId): (fd: number) => Mount | undefined {
  let byId = new Map<string, Mount>()
  return (fd) => {
    const id = idOf(fd)
    if (id === undefined) return undefined
    if (!byId.has(id)) byId = new Map(read()?.map((mount) => [mount.id, mount]))
    return byId.get(id)
  }
}

/** The kernel's number of the mount, as it tells in /proc. */
export function mountId(fd: number): string | undefined {
  try {
    return /^mnt_id:\s*(\d+)/m.exec(readFileSync(`/proc/self/fdinfo/${fd}`, 'latin1'))?.[1]
  } catch {
    return undefined
  }
}
