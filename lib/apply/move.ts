import type { BigIntStats } from 'node:fs'
import type { Place } from '../fs/disk.js'
import { pathBytes, splitPath, type PathFields } from '../record/path.js'
import { copyFile } from './copy-file.js'
import { makeDir } from './make-dir.js'
import { Refusal } from './refusal.js'
import { keeperHolds, remove } from './remove.js'
import { sameFile, withFile, type Run, type Scene } from './scene.js'
import { metadataOf, stageLink } from './stage.js'
import { aside, staged } from './temp-name.js'

/**
 * Give the target a second name at its destination, or, on another file system, a durable copy
 * there, and then take its first name away. Never over an existing file.
 * @throws what it has made by then is left to `unmove`
 */
export async function move(run: Run, scene: Scene, to: PathFields, temp: string): Promise<void> {
  const { dir, base } = splitPath(pathBytes(to))
  const target = { dir: makeDir(run, dir), name: base }
  if (run.disk.lstat(target)) throw new Refusal('exists', 'there is a file at the destination')
  const made = await arrive(run, scene, target, staged(target, temp))
  run.disk.sync(target.dir.fd)
  await leave(run, scene, target, made, temp)
}

/** Where a hard link cannot be: another file system, or one that has none. */
const NO_LINK = new Set(['EXDEV', 'EPERM', 'EMLINK', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'])

/** Made under a temporary name first: what is at the destination may be somebody else's. */
async function arrive(run: Run, scene: Scene, target: Place, fresh: Place): Promise<BigIntStats> {
  await linkOrCopy(run, scene, fresh)
  const made = run.disk.lstat(fresh)
  if (made === undefined) throw new Refusal('changed', 'its new name was taken away')
  run.disk.renameNoReplace(fresh, target)
  return made
}

async function linkOrCopy(run: Run, scene: Scene, fresh: Place): Promise<void> {
  const { place, stat, hash } = scene
  try {
    return stageLink(run, place, stat, fresh)
  } catch (error) {
    if (!NO_LINK.has(String((error as NodeJS.ErrnoException).code))) throw error
  }
  await withFile(run, place, 'the file', (fd) =>
    copyFile(
      run,
      fd,
      { size: Number(stat.size), hash },
      metadataOf(stat, run.disk.xattrs(fd)),
      fresh,
    ),
  )
}

/** Remove the first name, if the second one holds the same bytes. */
export async function leave(
  run: Run,
  scene: Scene,
  target: Place,
  made: BigIntStats,
  temp: string,
): Promise<void> {
  const safe = await keeperHolds(run, scene)
  await remove(run, scene, aside(scene.place, temp), async (fd) => {
    await safe(fd)
    await withFile(run, target, 'the moved file', async (movedFd) => {
      const moved = run.disk.fstat(movedFd)
      if (!sameFile(moved, made)) throw new Refusal('changed', 'another file took the new name')
      if (sameFile(moved, scene.stat)) return
      const size = Number(scene.stat.size)
      if ((await run.compare.digest(fd, movedFd, size, size)) === undefined)
        throw new Refusal('differs', 'its copy at the destination differs')
    })
  })
}
