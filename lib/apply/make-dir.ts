import type { Dir } from '../fs/disk.js'
import { splitPath } from '../record/path.js'
import type { Run } from './scene.js'

/** Open a directory, and make it and its parents where they are not there; made ones are durable. */
export function makeDir(run: Run, path: Buffer): Dir {
  try {
    return run.dirs.dir(path, undefined)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  const { dir, base } = splitPath(path)
  const parent = makeDir(run, dir)
  run.disk.mkdir({ dir: parent, name: base })
  run.disk.sync(parent.fd)
  return run.dirs.dir(path, undefined)
}

/** After a move back: remove the directories that it emptied, up to `root`, which stays. */
export function removeEmptied(run: Run, path: Buffer, root: Buffer): void {
  for (let { dir } = splitPath(path); dir.length > root.length; dir = splitPath(dir).dir) {
    const { dir: parent, base } = splitPath(dir)
    try {
      run.disk.rmdir({ dir: run.dirs.dir(parent, root), name: base })
    } catch {
      return // it is in use: that is the answer
    }
  }
}
