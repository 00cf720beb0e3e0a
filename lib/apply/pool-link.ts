import type { BigIntStats } from 'node:fs'
import type { Place } from '../fs/disk.js'
import { splitPath } from '../record/path.js'
import { findAt, holdsSame } from './look-around.js'
import { makeDirs, removeMade, setTimesLast } from './pool-dirs.js'
import { findOn, placeOfLink, poolLinkOf, type PoolLink } from './pool-place.js'
import { Conflict, Refusal } from './refusal.js'
import { discard, keeperHolds, putBack, remove, takeAside } from './remove.js'
import { sameFile, withFile, type Ready, type Run, type Scene } from './scene.js'
import { orFull } from './stage.js'
import { aside } from './temp-name.js'

/** Tells the journal how far a step has come. */
export type Mark = (status: 'STAGED' | 'ASIDE' | 'DELETED') => void

/**
 * Give the keeper the name of the target on its own branch, then take the target away from the
 * other. At no moment is the name missing from the pool.
 * @returns the status for the journal
 * @throws what it has made by then is left to `settlePoolLink`
 */
export async function poolLink(run: Run, scene: Scene, temp: string, mark: Mark): Promise<string> {
  const link = poolLinkOf(scene.step)
  const { keep, place } = scene
  if (link === undefined || keep === undefined)
    throw new Refusal('no-keeper', 'the step names no keeper or no branches')
  const target = standUp(run, keep, link, temp)
  mark('STAGED')
  if (scene.step.why === 'lost') return 'LINKED'
  const safe = await keeperHolds(run, scene)
  await remove(run, scene, aside(place, temp), async (fd) => {
    mark('ASIDE')
    await safe(fd)
    await standsFor(run, scene, target, fd)
  })
  mark('DELETED')
  if (run.disk.lstat(target) === undefined)
    throw new Conflict('its link was taken away at the last moment')
  return 'LINKED'
}

/** Was a file there that will do, and is no more? Then the step has to make the link itself. */
export function lostItsLink(run: Run, { step, made }: Ready): boolean {
  const link = poolLinkOf(step)
  if (step.op !== 'pool-link' || made !== undefined || link === undefined) return false
  return findOn(run, link, link.root)?.stat === undefined
}

/** The link, durable; or the file of the same content that stands there already. */
function standUp(run: Run, keep: Keep, link: PoolLink, temp: string): Place {
  const { dir, made } = makeDirs(run, link, temp)
  const target = { dir, name: splitPath(link.path).base }
  try {
    linkAs(run, keep, target)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw orFull(error)
  }
  setTimesLast(run, made)
  run.disk.sync(dir.fd)
  return target
}

type Keep = NonNullable<Scene['keep']>

/**
 * Make a link at a name that is no temporary one: should it be another file's in the next moment,
 * that file is not ours to remove.
 * @throws {Refusal} | {NodeJS.ErrnoException} EEXIST, EMLINK, ...
 */
export function linkAs(run: Run, keep: Keep, target: Place): void {
  run.disk.link(keep.place, target)
  const made = run.disk.lstat(target)
  if (made === undefined || !sameFile(made, keep.stat))
    throw new Refusal('changed', 'another file took the name of the keeper, or of its link')
}

/** @throws {Conflict} what has the name on the keeper's branch holds other bytes than the open file */
async function standsFor(run: Run, { keep, step }: Scene, target: Place, fd: number) {
  const stat = run.disk.lstat(target)
  if (stat && keep && sameFile(stat, keep.stat)) return
  const same = await withFile(run, target, 'its link', (other) =>
    run.compare.digest(fd, other, step.file.size, step.file.size),
  )
  if (same === undefined)
    throw new Conflict('another file has its name on the branch of its keeper')
}

/** One that a step made, or is to remove. */
export type Dropped = {
  readonly link: PoolLink
  /** Directories that were made for it. */
  readonly made: number
  readonly temp: string
}

/**
 * Remove a pool link if it is still a name of its keeper, and then the directories that were made for
 * it, if they are empty. What else has its name stays, and so does a link that holds what no other
 * name does: the keeper is gone since, and somebody wrote to the link.
 * @param keep undefined: not known any more, and nothing is removed
 * @param file the file that the link stood in for, which is under its own name again
 * @returns was there one?
 * @throws {Conflict} it stays; {Stranded}
 */
export async function dropLink(
  run: Run,
  { link, made, temp }: Dropped,
  keep: Keep | undefined,
  file: Place,
): Promise<boolean> {
  const place = placeOfLink(run, link)
  const was = place !== undefined && (await unlink(run, place, temp, keep, file))
  removeMade(run, link, made, temp)
  return was
}

async function unlink(
  run: Run,
  place: Place,
  temp: string,
  keep: Keep | undefined,
  file: Place,
): Promise<boolean> {
  const away = aside(place, temp)
  const there = run.disk.lstat(place)
  const was = there !== undefined && keep !== undefined && sameFile(there, keep.stat)
  if (was) takeAside(run, place, away)
  const left = findAt(run, away)
  if (left.stat === undefined) return was
  const held = keep !== undefined && isNameOf(run, keep.place, left.stat)
  const spare = held || (await holdsSame(run, left, [findAt(run, file)]))
  if (spare) discard(run, away)
  else putBack(run, away, place)
  run.disk.sync(place.dir.fd)
  if (!spare) throw new Conflict('its link holds what no other name does, and stays')
  return true
}

/** Has the file this name, too, now that the other one is out of reach? */
function isNameOf({ disk }: Run, place: Place, stat: BigIntStats): boolean {
  const named = disk.lstat(place)
  return named !== undefined && sameFile(named, stat)
}
