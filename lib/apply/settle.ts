import { isClaim } from '../fs/rename-by-link.js'
import type { Row } from './journal-row.js'
import { findAt, holdsSame, isMade, isOwn, pointsToKeeper } from './look-around.js'
import type { Found, Look } from './look-around.js'
import type { Outcome } from './outcome.js'
import { Conflict } from './refusal.js'
import { discard, putBackAgain } from './remove.js'
import { swapBack } from './replace.js'
import { sameFile, type Run } from './scene.js'
import { arrived, seeArrival, stayed, unmove } from './unmove.js'

/**
 * Bring the target back under its name, or see that the step is done.
 * @returns undefined: the target has its name, and nothing else is left
 * @throws {Conflict} all is kept, some of it under a temporary name
 */
export async function settle(run: Run, row: Row, look: Look): Promise<Outcome | undefined> {
  const ended = await bringBack(run, row, look)
  const now = { ...look, own: findAt(run, look.own.place) }
  for (const name of [look.fresh, look.away]) await clear(run, row, findAt(run, name.place), now)
  if (row.op === 'move') await (ended ? seeArrival(run, row) : unmove(run, row, now))
  return ended
}

async function bringBack(run: Run, row: Row, look: Look): Promise<Outcome | undefined> {
  if (isOwn(row, look.own.stat)) return undefined
  if (row.op === 'move' && (await stayed(run, row, look.own))) return undefined
  const old = await waiting(run, row, look)
  if (old === undefined) return howEnded(run, row, look)
  await takeBack(run, row, look, old)
  return undefined
}

/** Where what had the name waits: the target, or, if somebody was quick, another file. */
async function waiting(run: Run, row: Row, { own, fresh, away, keep }: Look) {
  if (away.stat) return away
  if (fresh.stat === undefined) return undefined
  if (isOwn(row, fresh.stat)) return fresh
  const ours = isMade(run, row, fresh, keep) && (await isSpare(run, row, fresh, [own, keep]))
  return ours ? undefined : fresh
}

async function takeBack(run: Run, row: Row, { own, keep }: Look, old: Found): Promise<void> {
  if (own.stat === undefined || isClaim(own.stat)) return putBackAgain(run, old.place, own.place)
  if (old.stat && sameFile(own.stat, old.stat)) return
  if (isMade(run, row, own, keep) && (await isSpare(run, row, own, [old, keep])))
    return swapBack(run, own.place, old.place, own.stat)
  throw new Conflict(`another file took its name; the old one is kept as ${old.place.name}`)
}

/** The target is nowhere: its step came to its end, or somebody else took it away. */
async function howEnded(run: Run, row: Row, { own, keep }: Look): Promise<Outcome> {
  const done = (status: string) => ({ status, error: '' })
  if (row.op === 'delete' && own.stat === undefined) return done('DELETED')
  if (row.op === 'move' && (await arrived(run, row, keep))) return done('MOVED')
  if (isMade(run, row, own, keep)) return done('LINKED')
  const error = own.stat ? 'changed: another file has its name' : 'gone: the file is gone'
  return { status: 'SKIPPED', error }
}

/** Remove what is under a temporary name, if all that it holds stays elsewhere. */
async function clear(run: Run, row: Row, left: Found, { own, keep }: Look): Promise<void> {
  if (left.stat === undefined) return
  const empty = left.stat.isFile() && left.stat.size === 0n
  if (!empty && !(await isSpare(run, row, left, [own, keep])))
    throw new Conflict(`a file that is nowhere else is kept as ${left.place.name}`)
  discard(run, left.place)
}

type Others = readonly (Found | undefined)[]

/** Is all that it holds under one of these names too? */
async function isSpare(run: Run, row: Row, left: Found, others: Others): Promise<boolean> {
  const { place, stat } = left
  if (stat === undefined) return false
  if (stat.isSymbolicLink()) return pointsToKeeper(run, row, place, stat)
  if (others.some((other) => other?.stat && sameFile(other.stat, stat))) return true
  return holdsSame(run, left, others)
}
