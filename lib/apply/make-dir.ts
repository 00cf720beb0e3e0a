import type { Dir } from '../fs/disk.js'
import { pathBytes, splitPath } from '../record/path.js'
import { destination, type StepRecord } from '../record/step.js'
import { NO_LINKS } from '../fs/open-dirs.js'
import { newDir } from './new-dir.js'
import type { Run } from './scene.js'
import { metadataOf } from './stage.js'

/** What a new directory stands for: the one that its files come from. */
export type Original = {
  readonly path: Buffer
  /** Nothing below it is reached through a symlink. */
  readonly root: Buffer | undefined
}

/**
 * Open a directory, and make it and its parents where they are not there; made ones are durable.
 * One that has the name of its original lets in whom that lets in, and so do their parents, as far
 * up as the names agree: `/trash/home/me` is like `/home/me`. All others are the user's alone.
 */
export function makeDir(run: Run, path: Buffer, original?: Original): Dir {
  try {
    return run.dirs.dir(path, NO_LINKS)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  const { dir, base } = splitPath(path)
  const like = original && splitPath(original.path).base.equals(base) ? original : undefined
  const parent = makeDir(run, dir, like && { ...like, path: splitPath(like.path).dir })
  newDir(run, { dir: parent, name: base }, (made) => like && letIn(run, made, like))
  run.disk.sync(parent.fd)
  return run.dirs.dir(path, NO_LINKS)
}

/** Where owners and ACLs cannot be given, or not by this user: the directory stays its maker's alone. */
const NOT_HERE = new Set(['EPERM', 'EACCES', 'EINVAL', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'])

function letIn(run: Run, made: Dir, original: Original): void {
  const like = openLike(run, original)
  if (like === undefined) return
  const acl = aclOf(run, like)
  const metadata = metadataOf(run.disk.fstat(like.fd), acl)
  const mode = acl === undefined ? metadata.mode & 0o700 : metadata.mode // who else, nobody can tell
  try {
    run.disk.setMetadata(made.fd, { ...metadata, mode })
  } catch (error) {
    if (!NOT_HERE.has(String((error as NodeJS.ErrnoException).code))) throw error
  }
}

function openLike(run: Run, { path, root }: Original): Dir | undefined {
  try {
    return run.dirs.dir(path, root)
  } catch {
    return undefined // it may be entered, but not be read
  }
}

/** As `Disk.xattrs`, but without what says nothing about who may come in. */
function aclOf({ disk }: Run, dir: Dir): string | undefined {
  const all = disk.xattrs(dir.fd)
  if (all === undefined) return undefined
  const pairs: [name: string, value: string][] = JSON.parse(all)
  return JSON.stringify(pairs.filter(([name]) => name.startsWith('system.posix_acl_')))
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
