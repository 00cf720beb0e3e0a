import type { Dir } from '../fs/disk.js'
import { pathBytes, splitPath } from '../record/path.js'
import { destination, type StepRecord } from '../record/step.js'
import { NO_LINKS } from '../fs/open-dirs.js'
import type { Run } from './scene.js'

/** Open a directory, and make it and its parents where they are not there; made ones are durable. */
export function makeDir(run: Run, path: Buffer): Dir {
  try {
    return run.dirs.dir(path, NO_LINKS)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  const { dir, base } = splitPath(path)
  const parent = makeDir(run, dir)
  run.disk.mkdir({ dir: parent, name: base })
  run.disk.sync(parent.fd)
  return run.dirs.dir(path, NO_LINKS)
}

/**
 * After a move back: remove the directories that it emptied, as far as they are named like those that
 * it goes back to. Not before the journal has the end of the step: a recovery looks for the file in its
 * directory.
 */
export function removeEmptied(run: Run, step: StepRecord): void {
  const to = destination(step)
  if (step.op !== 'move' || step.why !== 'undo' || to === undefined) return
  let [from, like] = [parentOf(pathBytes(step.file)), parentOf(pathBytes(to))]
  while (from.length > 1 && like.length > 1 && splitPath(from).base.equals(splitPath(like).base)) {
    const { dir: parent, base } = splitPath(from)
    try {
      run.disk.rmdir({ dir: run.dirs.dir(parent, NO_LINKS), name: base })
    } catch {
      return // it is in use: that is the answer
    }
    ;[from, like] = [parent, parentOf(like)]
  }
}

function parentOf(path: Buffer): Buffer {
  return splitPath(path).dir
}
