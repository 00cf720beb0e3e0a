import { diskOf } from '../fs/disk-of.js'
import type { Files } from './files.js'
import { pooled } from './pooled.js'

/** No disk is slow to seek. */
export const FAST = ''

/** Makes the function that names the rotational disk that a file is on, or FAST. */
export function laneOf(files: Files, disk = diskOf): (file: number) => string {
  const names: (string | undefined)[] = []
  return (file) => {
    const volume = files.volume[file]!
    return (names[volume] ??= nameOf(files.volumes[volume]!))
  }

  function nameOf(dev: string): string {
    const found = disk(dev)
    return found?.isRotational ? found.name : FAST
  }
}

/**
 * Run a job for each item of each lane: one at a time where it has a name, and all lanes at once.
 * @param limit of jobs at a time in the fast lane
 */
export async function inLanes<T>(
  lanes: ReadonlyMap<string, Iterable<T>>,
  limit: number,
  run: (item: T, lane: string) => Promise<void>,
): Promise<void> {
  const each = [...lanes].map(([lane, items]) =>
    pooled(items, lane === FAST ? limit : 1, (item) => run(item, lane)),
  )
  await Promise.all(each)
}
