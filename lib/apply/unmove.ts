import { isClaim } from '../fs/rename-by-link.js'
import type { Place } from '../fs/disk.js'
import type { Row } from './journal-row.js'
import { findAt, hasHash, holdsSame, type Found, type Look } from './look-around.js'
import { Conflict, Refusal } from './refusal.js'
import { discard, putBack, takeAside } from './remove.js'
import { isAbout, isRestored, placeOfPath, sameFile, type Run } from './scene.js'
import { rowFile, rowPath } from './step-row.js'
import { aside, staged } from './temp-name.js'

/**
 * Had the file of a move its new name, when it was seen no more under its old one? By its content, if
 * need be: there are file systems that change times and modes, and inodes with the name.
 */
export async function arrived(run: Run, row: Row, keep: Look['keep']): Promise<boolean> {
  const to = destinationOf(run, row)
  const there = to && findAt(run, to)
  if (!there?.stat?.isFile() || String(there.stat.size) !== row.size) return false
  if (isRestored(there.stat, rowFile(row)) || (await hasHash(run, row, there))) return true
  if (keep !== undefined) return holdsSame(run, there, [keep])
  return row.hash === '' && isAbout(there.stat.mtimeNs, BigInt(row.mtimeNs))
}

/**
 * Is the file of a move under its old name still, though its inode says that it is another? Then what
 * is at its destination holds the same bytes.
 */
export async function stayed(run: Run, row: Row, own: Found): Promise<boolean> {
  const to = destinationOf(run, row)
  return to !== undefined && holdsSame(run, own, [findAt(run, to)])
}

/** A file that is no more under its old name may be half way to its new one, and nowhere else. */
export async function seeArrival(run: Run, row: Row): Promise<void> {
  const to = destinationOf(run, row)
  if (to === undefined) return
  const copy = findAt(run, staged(to, row.temp))
  if (copy.stat === undefined) return
  if (!(await isSpare(run, copy, [findAt(run, to)])))
    throw new Conflict(`a file on its way is kept as ${copy.place.name}`)
  discard(run, copy.place)
}

/**
 * Take back the arrival of a file that did not leave: it keeps its old name only. Nothing had the new
 * name when the step began, so what holds the same bytes there is what was made, whatever its inode
 * and times are. What somebody did at the new name meanwhile stays there.
 * @throws {Conflict} it stays under a temporary name
 */
export async function unmove(run: Run, row: Row, { own, keep }: Look): Promise<void> {
  const to = destinationOf(run, row)
  if (to === undefined) return
  const [copy, away] = [staged(to, row.temp), aside(to, row.temp)]
  if (run.disk.lstat(copy)) {
    if (isClaim(run.disk.lstat(to))) discard(run, to) // it was about to be replaced by the copy
    discard(run, copy)
  }
  if (await isSpare(run, findAt(run, to), [own, keep])) takeAside(run, to, away)
  else if (run.disk.lstat(away) === undefined) return
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

function destinationOf(run: Run, row: Row): Place | undefined {
  try {
    return placeOfPath(run, rowPath(row.to))
  } catch (error) {
    if (error instanceof Refusal) return undefined // the directory was not made yet
    throw error
  }
}
