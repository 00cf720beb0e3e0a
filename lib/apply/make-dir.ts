import type { Dir } from '../fs/disk.js'
import { rootOf } from '../record/file.js'
import { pathBytes, splitPath } from '../record/path.js'
import type { StepRecord } from '../record/step.js'
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

/**
 * After a move back: remove the directories that it emptied, up to its root, which stays. Not before
 * the journal has the end of the step: a recovery looks for the file in its directory.
 */
export function removeEmptied(run: Run, { op, why, file }: StepRecord): void {
  const root = rootOf(file)
  if (op !== 'move' || why !== 'undo' || root === undefined) return
  const { length } = pathBytes(root)
  for (let { dir } = splitPath(pathBytes(file)); dir.length > length; dir = splitPath(dir).dir) {
    const { dir: parent, base } = splitPath(dir)
    try {
      run.disk.rmdir({ dir: run.dirs.dir(parent, pathBytes(root)), name: base })
    } catch {
      return // it is in use: that is the answer
    }
  }
}
