import { diskOf } from '../fs/disk-of.js'
import { FAST } from '../fs/lane-of.js'
import type { Files } from './files.js'

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
