import type { BigIntStats } from 'node:fs'
import type { Place } from '../fs/disk.js'
import { discard, isGone, keeperHolds, putBack, sameAside, stillThere } from './remove.js'
import type { Safe } from './remove.js'
import { Conflict, Refusal, Stranded } from './refusal.js'
import { sameFile, withFile, type Run, type Scene } from './scene.js'

/**
 * Put the new thing that waits at `fresh` in the place of the target, and remove the target once it
 * has proven to be held by its keeper.
 * @throws {Refusal} the target is back under its name, or, {Conflict}, both are kept
 */
export async function replace(run: Run, scene: Scene, fresh: Place, away: Place): Promise<void> {
  await withFile(run, scene.place, 'the file', async (fd) => {
    let safe: Safe
    try {
      stillThere(run, scene, fd)
      safe = await keeperHolds(run, scene)
    } catch (error) {
      discard(run, fresh)
      throw error
    }
    const put = isElsewhere(scene) ? putWhereNothingIs : putInPlace
    await put(run, scene.place, fresh, away, async (old) => {
      sameAside(run, old, fd, scene.stat)
      await safe(fd)
    })
  })
}

/**
 * A keeper on another device may be the target, seen through a server of files: the link in its name
 * would then lead that server to itself, and whoever opens the keeper waits for ever.
 */
function isElsewhere({ keep, stat }: Scene): boolean {
  return keep?.stat.dev !== stat.dev
}

/** Looks at what was taken out of reach. Throws to have it put back. */
type Check = (old: Place) => Promise<void>

/**
 * With exchange the name is never absent; without it, it is while `check` runs, and recovery knows
 * what to do then.
 */
export async function putInPlace(run: Run, place: Place, fresh: Place, away: Place, check: Check) {
  if (await swap(run, place, fresh, replacement(run, fresh), check)) return
  await putWhereNothingIs(run, place, fresh, away, check)
}

/** The same, with nothing at the name while `check` runs. */
async function putWhereNothingIs(
  run: Run,
  place: Place,
  fresh: Place,
  away: Place,
  check: Check,
): Promise<void> {
  await change(run, place, fresh, replacement(run, fresh), away, check)
}

function replacement({ disk }: Run, fresh: Place): BigIntStats {
  const made = disk.lstat(fresh)
  if (made === undefined) throw new Refusal('changed', 'its replacement lost its name')
  return made
}

/** @returns false: this file system cannot swap two names, and nothing was done */
async function swap(run: Run, place: Place, fresh: Place, made: BigIntStats, check: Check) {
  try {
    if (run.disk.exchange === undefined) return false
    run.disk.exchange(fresh, place)
  } catch (error) {
    if (cannotExchange(error)) return false
    discardMade(run, fresh, made)
    throw error
  }
  try {
    await check(fresh)
    run.disk.unlink(fresh)
  } catch (error) {
    swapBack(run, place, fresh, made)
    throw error
  }
  return true
}

/**
 * Give the old thing its name back, in exchange for the one that we made, and remove that.
 * Only over what we made: if somebody replaced it since, both files stay.
 * @throws {Conflict}, {Stranded}
 */
export function swapBack(run: Run, place: Place, old: Place, made: BigIntStats): void {
  const { disk } = run
  const isMade = (stat: BigIntStats | undefined) => stat !== undefined && isStill(made, stat)
  const conflict = () =>
    new Conflict(`another file took its name; the old one is kept as ${old.name}`)
  if (!isMade(disk.lstat(place))) throw conflict()
  try {
    exchangeOrRename(run, old, place)
  } catch (error) {
    if (isGone(run, old)) return
    throw new Stranded(`could not be put back: ${(error as Error).message}; kept as ${old.name}`)
  }
  const left = disk.lstat(old)
  if (left === undefined) return
  if (!isMade(left)) throw conflict()
  discard(run, old)
}

function exchangeOrRename({ disk }: Run, old: Place, place: Place): void {
  try {
    if (disk.exchange) return disk.exchange(old, place)
  } catch (error) {
    if (!cannotExchange(error)) throw error
  }
  disk.rename(old, place)
}

/** File systems and kernels that do not know the call say so. */
function cannotExchange(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException
  return code === 'EINVAL' || code === 'ENOSYS'
}

/** A file system may give the inode of a file that was deleted to the next new one. */
function isStill(made: BigIntStats, now: BigIntStats): boolean {
  return sameFile(now, made) && (now.nlink > 1n || now.mtimeNs === made.mtimeNs)
}

/** Only what we made: an exchange may fail and have been done. */
function discardMade(run: Run, fresh: Place, made: BigIntStats): void {
  const now = run.disk.lstat(fresh)
  if (now && isStill(made, now)) discard(run, fresh)
}

async function change(
  run: Run,
  place: Place,
  fresh: Place,
  made: BigIntStats,
  away: Place,
  check: Check,
): Promise<void> {
  try {
    run.disk.renameAside(place, away)
  } catch (error) {
    discard(run, fresh)
    throw error
  }
  try {
    await check(away)
    run.disk.renameNoReplace(fresh, place)
  } catch (error) {
    try {
      giveBack(run, place, away, made)
    } finally {
      discardMade(run, fresh, made)
    }
    throw error
  }
  discard(run, away)
}

/** The last rename may have failed and have been done. */
function giveBack(run: Run, place: Place, away: Place, made: BigIntStats): void {
  if (run.disk.lstat(place)) swapBack(run, place, away, made)
  else putBack(run, away, place)
}
