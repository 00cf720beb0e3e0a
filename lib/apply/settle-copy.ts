import { isClaim } from '../fs/rename-by-link.js'
import type { Row } from './journal-row.js'
import { findAt, pointsToKeeper, startsLike, type Found, type Look } from './look-around.js'
import type { Outcome } from './outcome.js'
import { dropLink } from './pool-link.js'
import { rowPoolLink } from './pool-place.js'
import { Conflict, Refusal } from './refusal.js'
import { discard, putBackAgain } from './remove.js'
import { placeOfPath, sameFile, type Run, isRestored } from './scene.js'
import { rowBytes, rowFile, rowPath } from './step-row.js'

/**
 * A copy makes a name, so there is no old file to bring back; the keeper has the content all along.
 * @returns undefined: the name is as it was, and nothing else is left
 * @throws {Conflict} a file that took the name meanwhile is kept under a temporary one
 */
export async function settleCopy(run: Run, row: Row, look: Look): Promise<Outcome | undefined> {
  const { own, fresh, away } = look
  const done = isCopied(row, look)
  if (!done && fresh.stat && isClaim(own.stat)) discard(run, own.place)
  const free = own.stat === undefined || isClaim(own.stat)
  if (!done && away.stat && free) putBackAgain(run, away.place, own.place)
  const now = { ...look, own: findAt(run, own.place) }
  for (const { place } of [fresh, away]) await clear(run, row, findAt(run, place), now)
  if (!done) return undefined
  const link = rowPoolLink(row)
  const drop = { made: Number(row.made), temp: row.temp }
  if (link) await dropLink(run, { link, ...drop }, look.keep, own.place)
  return { status: 'COPIED', error: '' }
}

function isCopied(row: Row, { own, keep }: Look): boolean {
  if (own.stat === undefined || !isRestored(own.stat, rowFile(row))) return false
  if (keep === undefined || !sameFile(own.stat, keep.stat)) return true
  return row.to === '' && row.link === row.keep // it is to be another name of its keeper
}

/** Remove what is under a temporary name, if all that it holds stays elsewhere. */
async function clear(run: Run, row: Row, left: Found, look: Look): Promise<void> {
  const { place, stat } = left
  if (stat === undefined) return
  const empty = stat.isFile() && stat.size === 0n
  if (empty || isStanding(run, row, left, look) || (await isCopy(run, row, left, look)))
    return discard(run, place)
  throw new Conflict(`a file that is nowhere else is kept as ${place.name}`)
}

/** Is it the link to the keeper that stood at the name before? */
function isStanding(run: Run, row: Row, { place, stat }: Found, { keep }: Look): boolean {
  if (stat === undefined) return false
  return pointsToKeeper(run, row, place, stat) || (keep !== undefined && sameFile(stat, keep.stat))
}

/** Is it the copy, or the beginning of it? */
async function isCopy(run: Run, row: Row, left: Found, { own, keep }: Look): Promise<boolean> {
  const same = [own.stat, linkOf(run, row)].some((stat) => stat && sameFile(stat, left.stat!))
  return same || (keep !== undefined && startsLike(run, left, keep, rowBytes(row).bytes))
}

function linkOf(run: Run, row: Row) {
  try {
    return row.link === '' ? undefined : run.disk.lstat(placeOfPath(run, rowPath(row.link)))
  } catch (error) {
    if (error instanceof Refusal) return undefined
    throw error
  }
}
