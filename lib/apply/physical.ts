import type { Dir } from '../fs/disk.js'
import { rootFields, rootOf, type FileRecord } from '../record/file.js'
import {
  joinPath,
  pathBytes,
  pathFields,
  rootAbove,
  splitPath,
  type PathFields,
} from '../record/path.js'
import { destination, toFields, type StepRecord } from '../record/step.js'
import type { Run } from './scene.js'

/**
 * A step whose names have no symbolic link in any directory of theirs: where it was looked at and is
 * done, and what the journal keeps. So a recovery and an undo follow none, whoever puts one there.
 * @throws {ForeignLink} | {NodeJS.ErrnoException}
 */
export function physicalStep(run: Run, step: StepRecord): StepRecord {
  const { branches } = step
  const [file, keep] = [physicalFile(run, step.file), step.keep && physicalFile(run, step.keep)]
  const to = destination(step)
  const isSame = file === step.file && keep === step.keep
  if (isSame && to === undefined && branches === undefined) return step
  const { to: _, to64: __, ...rest } = step
  return {
    ...rest,
    file,
    ...(keep && { keep }),
    ...(to && toFields(physicalPath(run, pathBytes(to), destinationRoot(step)))),
    ...(branches && { branches: branches.map((branch) => pathFields(physicalDir(run, branch))) }),
  }
}

/**
 * A path without symbolic links above its last component; its directories need not all be there.
 * @returns `path` itself where it is such a one
 */
export function physicalPath(run: Run, path: Buffer, root: Buffer | undefined): Buffer {
  const { dir, base } = splitPath(path)
  try {
    const found = run.dirs.dir(dir, root).path
    return found.equals(dir) ? path : joinPath(found, base)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || dir.length === 1) throw error
    const above = physicalPath(run, dir, root)
    return above === dir ? path : joinPath(above, base)
  }
}

/** The last directory on a path that is there. */
export function nearestDir(run: Run, path: Buffer): Dir {
  const { dir } = splitPath(path)
  try {
    return run.dirs.dir(dir, undefined)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || dir.length === 1) throw error
    return nearestDir(run, dir)
  }
}

function physicalFile(run: Run, file: FileRecord): FileRecord {
  const root = rootOf(file)
  const planned = pathBytes(file)
  const path = physicalPath(run, planned, root && pathBytes(root))
  if (path === planned) return file
  const { path: _, path64: __, root: ___, root64: ____, ...rest } = file
  return { ...rest, ...pathFields(path), ...(root && rootFields(physicalDir(run, root))) }
}

function physicalDir(run: Run, dir: PathFields): Buffer {
  const bytes = pathBytes(dir)
  return run.dirs.dir(bytes, bytes).path
}

/** The branch that a pool link is on. */
function destinationRoot(step: StepRecord): Buffer | undefined {
  const to = destination(step)
  return to && step.branches && rootAbove(pathBytes(to), step.branches.map(pathBytes))
}
