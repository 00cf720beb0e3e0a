import type { BigIntStats } from 'node:fs'
import type { Place } from '../fs/disk.js'
import { rootOf } from '../record/file.js'
import { pathBytes, splitPath, type PathFields } from '../record/path.js'
import type { Note } from '../record/result.js'
import type { StepRecord } from '../record/step.js'
import { copyFile } from './copy-file.js'
import { giveBack } from './give-back.js'
import { makeDir, type Original } from './make-dir.js'
import { refuseOneFile } from './one-file.js'
import { Refusal } from './refusal.js'
import { keeperHolds, remove } from './remove.js'
import { sameFile, withFile, type Run, type Scene } from './scene.js'
import { cannotLink, metadataOf, stageLink } from './stage.js'
import { aside, staged } from './temp-name.js'

/**
 * Give the target a second name at its destination, or, on another file system, a durable copy
 * there, and then take its first name away. Never over an existing file.
 * @returns what of its metadata could not be given back
 * @throws what it has made by then is left to `unmove`
 */
export async function move(
  run: Run,
  scene: Scene,
  to: PathFields,
  temp: string,
): Promise<Note | undefined> {
  const { dir, base } = splitPath(pathBytes(to))
  const target = { dir: makeDir(run, dir, originalOf(scene.step)), name: base }
  if (run.disk.lstat(target)) throw new Refusal('exists', 'there is a file at the destination')
  const { made, note } = await arrive(run, scene, target, staged(target, temp))
  run.disk.sync(target.dir.fd)
  await leave(run, scene, target, made, temp)
  return note
}

/** What a directory that is made for the file stands for: the one that it comes from. */
function originalOf({ file }: StepRecord): Original {
  const root = rootOf(file)
  return { path: splitPath(pathBytes(file)).dir, root: root && pathBytes(root) }
}

/** Made under a temporary name first: what is at the destination may be somebody else's. */
async function arrive(run: Run, scene: Scene, target: Place, fresh: Place) {
  const note = await linkOrCopy(run, scene, fresh)
  const made = run.disk.lstat(fresh)
  if (made === undefined) throw new Refusal('changed', 'its new name was taken away')
  run.disk.renameNoReplace(fresh, target)
  return { made, note }
}

async function linkOrCopy(run: Run, scene: Scene, fresh: Place): Promise<Note | undefined> {
  const { place, stat, hash } = scene
  try {
    stageLink(run, place, stat, fresh)
    return undefined
  } catch (error) {
    if (!cannotLink(error)) throw error
  }
  let note: Note | undefined
  await withFile(run, place, 'the file', (fd) =>
    copyFile(run, fd, { size: Number(stat.size), hash }, fresh, (made) => {
      note = dress(run, scene, made, fd)
    }),
  )
  return note
}

/** A copy is like its file; one that goes back, like the file was before, as far as that can be. */
function dress(run: Run, { step, stat }: Scene, made: number, fd: number): Note | undefined {
  if (step.was) return giveBack(run, made, { ...step, file: { ...step.file, ...step.was } }, fd)
  run.disk.setMetadata(made, metadataOf(stat, run.disk.xattrs(fd)))
  return undefined
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
      if (sameFile(moved, made) && sameFile(moved, scene.stat)) return
      refuseOneFile(run, { fd, stat: scene.stat }, { fd: movedFd, stat: moved })
      const size = Number(scene.stat.size)
      if ((await run.compare.digest(fd, movedFd, size, size)) === undefined)
        throw new Refusal('differs', 'what has its new name holds other bytes')
      // Inodes may change with the name (FUSE); but should it be another file, is it durable?
      if (!sameFile(moved, made)) run.disk.sync(movedFd)
    })
  })
}
