import type { BigIntStats } from 'node:fs'
import type { Metadata, Place } from '../fs/disk.js'
import { pathBytes, type PathFields } from '../record/path.js'
import { unable } from './causes.js'
import { Refusal } from './refusal.js'
import { discard } from './remove.js'
import { sameFile, unchanged, withFile, type Run, type Scene } from './scene.js'

/** As sshfs does it, which numbers names: nobody can tell a link from another file. */
const OTHER_INODE = 'its file system gives a hard link an inode number of its own'

/** Make another name, `fresh`, for a file that was looked at. @throws {NodeJS.ErrnoException} EMLINK, EXDEV, EPERM, ... */
export function stageLink(run: Run, from: Place, stat: BigIntStats, fresh: Place): void {
  run.disk.link(from, fresh)
  const made = run.disk.lstat(fresh)
  if (made && sameFile(made, stat)) return
  const now = run.disk.lstat(from)
  discard(run, fresh)
  if (now && sameFile(now, stat)) throw unable('link', 'ENOTSUP', OTHER_INODE)
  throw new Refusal('changed', 'another file took the name of the keeper')
}

/** Where a hard link cannot be: another file system or mount, one that has none, a file that has enough. */
const NO_LINK = new Set(['EXDEV', 'EPERM', 'EMLINK', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'])

export function cannotLink(error: unknown): boolean {
  return NO_LINK.has(String((error as NodeJS.ErrnoException).code))
}

/**
 * What stands for an error of a link to a keeper that takes no more of them, in all or, as on Btrfs, of
 * so many bytes in this directory; there a rename to a longer name may be what is refused.
 */
export function orFull(error: unknown): unknown {
  if ((error as NodeJS.ErrnoException).code !== 'EMLINK') return error
  return new Refusal('full', 'its keeper has as many hard links as its file system allows')
}

/**
 * A symlink that holds the keeper's absolute path. It is read at once: sshfs makes one that leads out of
 * its mount, and then lets nobody read it, neither the user nor an undo.
 * @throws {NodeJS.ErrnoException} nothing was made
 */
export function stageSymlink(run: Run, keep: PathFields, fresh: Place): void {
  const target = pathBytes(keep)
  run.disk.symlink(target, fresh)
  try {
    if (!run.disk.readlink(fresh).equals(target)) throw unable('readlink', 'ENOTSUP')
  } catch (error) {
    discard(run, fresh)
    throw error
  }
}

type Keep = NonNullable<Scene['keep']>

/** A file of its own that shares the keeper's blocks and has the target's metadata. */
export async function stageClone(run: Run, scene: Scene, keep: Keep, fresh: Place): Promise<void> {
  const { place, stat } = scene
  refuseOtherLinks(stat)
  const size = Number(stat.size)
  await withFile(run, keep.place, 'the keeper', (fd) => {
    if (!unchanged(run.disk.fstat(fd), keep.stat))
      // by now a FIFO, perhaps, and a clone would wait
      throw new Refusal('changed', 'the keeper changed while it was checked')
    run.disk.clone(fd, fresh)
  })
  try {
    await withFile(run, place, 'the file', (fd) =>
      withFile(run, fresh, 'the clone', async (made) => {
        if ((await run.compare.digest(fd, made, size, size)) === undefined)
          throw new Refusal('differs', 'its bytes differ from the keeper')
        run.disk.setMetadata(made, metadataOf(stat, run.disk.xattrs(fd)))
        run.disk.sync(made)
      }),
    )
  } catch (error) {
    discard(run, fresh)
    throw error
  }
}

/** @throws {Refusal} `links` */
export function refuseOtherLinks({ nlink }: BigIntStats): void {
  if (nlink > 1n)
    throw new Refusal('links', 'has other hard links, which a clone would part it from')
}

/** What a copy of the file gets. `xattrs` as `Disk.xattrs` gives them. */
export function metadataOf(
  { uid, gid, mode, mtimeNs }: BigIntStats,
  xattrs: string | undefined,
): Metadata {
  const own = { uid: Number(uid), gid: Number(gid), mode: Number(mode), mtimeNs }
  return xattrs === undefined ? own : { ...own, xattrs }
}
