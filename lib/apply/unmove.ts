import type { Place } from '../fs/disk.js'
import type { Row } from './journal-row.js'
import { findAt, holdsSame, type Found, type Look } from './look-around.js'
import { Conflict, Refusal } from './refusal.js'
import { discard, putBack } from './remove.js'
import { placeOfPath, sameFile, type Run, isRestored } from './scene.js'
import { rowFile, rowPath } from './step-row.js'
import { aside, staged } from './temp-name.js'

/** Had the file of a move its new name, when it was seen no more under its old one? */
export function arrived(run: Run, row: Row): boolean {
  const to = destinationOf(run, row)
  return to !== undefined && isLike(row, findAt(run, to))
}

/** A file that is no more under its old name may be half way to its new one, and nowhere else. */
export async function seeArrival(run: Run, row: Row): Promise<void> {
  const to = destinationOf(run, row)
  const copy = to && findAt(run, staged(to, row.temp))
  if (to === undefined || copy?.stat === undefined) return
  const there = run.disk.lstat(to)
  if (there === undefined || !sameFile(there, copy.stat))
    throw new Conflict(`a file on its way is kept as ${copy.place.name}`)
  discard(run, copy.place)
}

/**
 * Take back the arrival of a file that did not leave: it keeps its old name only. What somebody did
 * at the new name meanwhile stays there.
 * @throws {Conflict} it stays under a temporary name
 */
export async function unmove(run: Run, row: Row, { own, keep }: Look): Promise<void> {
  const to = destinationOf(run, row)
  if (to === undefined) return
  const [copy, away] = [staged(to, row.temp), aside(to, row.temp)]
  if (run.disk.lstat(copy)) discard(run, copy)
  if (run.disk.lstat(away) === undefined) {
    if (!isLike(row, findAt(run, to), own)) return
    run.disk.renameNoReplace(to, away)
  }
  const left = findAt(run, away)
  if (await isSpare(run, left, [own, keep])) discard(run, away)
  else if (run.disk.lstat(to) === undefined) putBack(run, away, to)
  else throw new Conflict(`another file took its new name; a moved one is kept as ${away.name}`)
  run.disk.sync(to.dir.fd)
}

/** Is all that it holds under another name, too? */
async function isSpare(run: Run, left: Found, others: readonly (Found | undefined)[]) {
  const same = others.some((other) => other?.stat && left.stat && sameFile(other.stat, left.stat))
  return same || holdsSame(run, left, others)
}

/** Another name of the file, or its copy. */
function isLike(row: Row, { stat }: Found, own?: Found): boolean {
  if (stat === undefined) return false
  return (own?.stat && sameFile(own.stat, stat)) || isRestored(stat, rowFile(row))
}

function destinationOf(run: Run, row: Row): Place | undefined {
  try {
    return placeOfPath(run, rowPath(row.to))
  } catch (error) {
    if (error instanceof Refusal) return undefined // the directory was not made yet
    throw error
  }
}
