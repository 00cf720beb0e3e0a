import type { BigIntStats } from 'node:fs'
import { isStack } from '../fs/file-system.js'
import { Refusal } from './refusal.js'
import { sameFile, withFile, type Run, type Scene } from './scene.js'

/**
 * Two names may lead to one file without looking so: a file mounted on another name has one inode and
 * one link; an overlay, beside its own lower or upper directory, shows it under another device.
 * @throws {Refusal} by what a look tells, they are one
 */
export function refuseOneFile({ disk }: Run, file: Opened, keep: Opened): void {
  if (sameFile(file.stat, keep.stat) && file.stat.nlink <= 1n)
    throw new Refusal('one-name', 'the file and its keeper are one file, which has one name only')
  if (!areAlike(file.stat, keep.stat)) return
  const isView = [file, keep].some(({ fd }) => isStack(disk.fileSystem(fd)))
  if (isView) throw new Refusal('one-file', 'the file and its keeper are one file on two devices')
}

/** A file that is open, and what it was when it was last looked at. */
type Opened = { readonly fd: number; readonly stat: BigIntStats }

/** On two devices, and yet alike in all that a view takes over. */
function areAlike(a: BigIntStats, b: BigIntStats): boolean {
  return (
    a.dev !== b.dev &&
    a.ino === b.ino &&
    a.size === b.size &&
    a.mtimeNs === b.mtimeNs &&
    a.ctimeNs === b.ctimeNs
  )
}

/** Times of a file system can be as coarse as its clock's tick, 10 ms at most. */
const TICK_MS = 20

/**
 * The keeper on another device, as it is before the target is taken out of reach: renaming moves the
 * ctime of the target, and so of a keeper that is the same file. (Measured on ext4, xfs, btrfs, tmpfs.)
 * @returns undefined: on one device an inode tells
 */
export async function seeKeeper(
  run: Run,
  scene: Scene,
  clock = Date.now,
): Promise<BigIntStats | undefined> {
  const { keep, stat } = scene
  if (keep === undefined || keep.stat.dev === stat.dev) return undefined
  const look = () => withFile(run, keep.place, 'the keeper', (fd) => run.disk.fstat(fd))
  const now = await look()
  if (Math.abs(clock() - Number(now.ctimeMs)) > TICK_MS) return now
  await new Promise((resolve) => setTimeout(resolve, TICK_MS)) // another change must show
  return look()
}

/** @throws {Refusal} what was done to the target has moved the keeper's ctime */
export function refuseMoved(before: BigIntStats | undefined, now: BigIntStats): void {
  if (before !== undefined && before.ctimeNs !== now.ctimeNs)
    throw new Refusal('one-file', 'the keeper changed with the file: they are one file')
}
