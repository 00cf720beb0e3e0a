import type { BigIntStats } from 'node:fs'
import type { Disk, Place } from '../fs/disk.js'
import { isClaim } from '../fs/rename-by-link.js'
import { Conflict, Refusal, Stranded } from './refusal.js'
import { refuseMoved, refuseOneFile, seeKeeper } from './one-file.js'
import { sameFile, unchanged, withFile, type Run, type Scene } from './scene.js'

/** Throws unless the content of the open file, which is out of reach, is safe elsewhere, now. */
export type Safe = (fd: number) => Promise<void>

/**
 * Take the target out of reach, look at it again, and only then remove it. Whatever is not as it
 * was, it gets its name back.
 * @throws {Refusal} nothing is lost: it has its old name, or, {Conflict}, its temporary one
 * @throws {Stranded} it keeps its temporary name, and the run must stop
 */
export async function remove(run: Run, scene: Scene, away: Place, safe: Safe): Promise<void> {
  await withFile(run, scene.place, 'the file', async (fd) => {
    stillThere(run, scene, fd)
    run.disk.renameAside(scene.place, away)
    try {
      sameAside(run, away, fd, scene.stat)
      await safe(fd)
      run.disk.unlink(away)
    } catch (error) {
      putBack(run, away, scene.place)
      throw error
    }
  })
}

/** @throws {Refusal} the open file is no longer the one that was checked */
export function stillThere(run: Run, { stat }: Scene, fd: number): void {
  if (!unchanged(run.disk.fstat(fd), stat))
    throw new Refusal('changed', 'the file changed while it was checked')
}

/** @throws {Refusal} what was taken out of reach is not the file that was looked at, as it was */
export function sameAside({ disk }: Run, away: Place, fd: number, stat: BigIntStats): void {
  const now = disk.lstat(away)
  if (now === undefined || !sameFile(now, stat))
    throw new Refusal('changed', 'another file took its name')
  if (disk.hasWriter(fd)) throw new Refusal('busy', 'the file is open for writing')
  if (!unchanged(disk.fstat(fd), stat))
    throw new Refusal('changed', 'the file changed at the last moment')
}

/**
 * Take a name out of reach. What an interrupted taking left there goes first: a second link of the same
 * file, or the empty file that was to be replaced.
 */
export function takeAside(run: Run, place: Place, away: Place): void {
  const [there, waiting] = [run.disk.lstat(place), run.disk.lstat(away)]
  if (there && waiting && (sameFile(there, waiting) || isClaim(waiting))) discard(run, away)
  if (there && run.disk.lstat(away) === undefined) run.disk.renameAside(place, away)
}

/** Give a name back, never over anything. What is gone, since its removal failed and was done, is left so. */
export function putBack(run: Run, away: Place, place: Place): void {
  try {
    run.disk.renameNoReplace(away, place)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (isGone(run, away)) return
    if (code === 'EEXIST')
      throw new Conflict(`another file took its name; the old one is kept as ${away.name}`)
    throw new Stranded(`could not be put back: ${message}; it is kept as ${away.name}`)
  }
}

/** The same in a recovery: the empty file that an interrupted putting back made for it goes first. */
export function putBackAgain(run: Run, away: Place, place: Place): void {
  const left = run.disk.lstat(away)
  if (left && left.size > 0n && isClaim(run.disk.lstat(place))) discard(run, place)
  putBack(run, away, place)
}

/** Remove a temporary name of ours, whose content is elsewhere too. @throws {Stranded} */
export function discard(run: Run, fresh: Place): void {
  try {
    run.disk.unlink(fresh)
  } catch (error) {
    if (isGone(run, fresh)) return
    throw new Stranded(`could not remove ${fresh.name}: ${(error as Error).message}`)
  }
}

/** False also where nobody can tell. */
export function isGone({ disk }: Run, place: Place): boolean {
  try {
    return disk.lstat(place) === undefined
  } catch {
    return false
  }
}

/**
 * Says whether the content of an open file is in its keeper, which is there under its name; to be made
 * before that file is taken out of reach.
 * @throws {Refusal} the keeper is not there; then, by what it returns, it is not safe: bytes, times,
 *   somebody who writes, one file instead of two, or the keeper's name
 */
export async function keeperHolds(run: Run, scene: Scene): Promise<Safe> {
  const before = await seeKeeper(run, scene)
  return (fd) => heldByKeeper(run, scene, fd, before)
}

async function heldByKeeper(
  run: Run,
  scene: Scene,
  fd: number,
  before: BigIntStats | undefined,
): Promise<void> {
  const { keep, step } = scene
  if (keep === undefined) return staysEmpty(run, scene, fd)
  // Opened by its name again: a union mount may show one file twice, and its cached stat still lies.
  await withFile(run, keep.place, 'the keeper', async (keepFd) => {
    const now = run.disk.fstat(keepFd)
    const same = () => unchanged(run.disk.fstat(keepFd), keep.stat)
    if (!unchanged(now, keep.stat))
      throw new Refusal('changed', 'the keeper changed while it was checked')
    refuseOneFile(run, { fd, stat: run.disk.fstat(fd) }, { fd: keepFd, stat: now })
    refuseMoved(before, now)
    if (run.disk.hasWriter(keepFd)) throw new Refusal('busy', 'the keeper is open for writing')
    if (scene.trusted) return
    const { file, bytes } = step
    const hex = await run.compare.digest(fd, keepFd, file.size, Number(keep.stat.size), bytes)
    if (hex === undefined) throw new Refusal('differs', 'its bytes differ from the keeper')
    if (!same()) throw new Refusal('changed', 'the keeper changed while it was compared')
  })
  const named = run.disk.lstat(keep.place)
  if (named === undefined || !sameFile(named, keep.stat))
    throw new Refusal('gone', 'the keeper lost its name while it was compared')
}

/** A file without a keeper is removed only if it has no content, whatever its size says. */
function staysEmpty({ disk }: Run, { step }: Scene, fd: number): void {
  if (step.op !== 'move') refuseContent(disk, fd)
}

/** @throws {Refusal} it says 0 bytes, as in /proc or where a server knows no size, and has some */
export function refuseContent(disk: Disk, fd: number): void {
  if (disk.read(fd, Buffer.alloc(1), 0) > 0)
    throw new Refusal('content', 'says it is empty, but has content')
}
