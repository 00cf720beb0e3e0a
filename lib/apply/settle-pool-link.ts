import { isClaim } from '../fs/rename-by-link.js'
import { splitPath } from '../record/path.js'
import type { Row } from './journal-row.js'
import { findAt, hasHash, holdsSame, isOwn, type Found, type Look } from './look-around.js'
import type { Outcome } from './outcome.js'
import { makeDirs, setTimesLast } from './pool-dirs.js'
import { dropLink, linkAs } from './pool-link.js'
import { findOn, requireMounted, rowPoolLink, type PoolLink } from './pool-place.js'
import { Conflict } from './refusal.js'
import { discard, putBackAgain } from './remove.js'
import { sameFile, type Run } from './scene.js'

/**
 * Bring the target back under its name on its own branch and remove the link, or see that the step
 * is done. Looks at the disk only; the row says what was meant.
 * @returns undefined: all is as it was before the step
 * @throws {Conflict} all is kept, some of it under a temporary name; {Refusal} the disk of its keeper
 *   is not there, and it is still unsettled
 */
export async function settlePoolLink(run: Run, row: Row, look: Look): Promise<Outcome | undefined> {
  const link = rowPoolLink(row)
  if (link === undefined) throw new Conflict('the journal does not say where its link is')
  requireMounted(run, [link.root])
  const { away, keep } = look
  const free = look.own.stat === undefined || isClaim(look.own.stat)
  if (free && away.stat) putBackAgain(run, away.place, look.own.place)
  const own = findAt(run, look.own.place)
  if (own.stat === undefined) return ended(run, row, link, keep)
  const made = Number(row.made)
  const drop = { link, made, temp: row.temp }
  const dropped = row.made !== '' && (await dropLink(run, drop, keep, own.place))
  await clear(run, findAt(run, away.place), own, keep)
  if (!dropped || isAsItWas(row, own)) return undefined
  return outcome('CONFLICT', 'changed', 'the file changed meanwhile; its link was removed')
}

function isAsItWas(row: Row, { stat }: Found): boolean {
  const same = stat && String(stat.size) === row.size && String(stat.mtimeNs) === row.mtimeNs
  return same === true && isOwn(row, stat)
}

/** What still waits aside though its name is taken: a second name of the same file, or the old one. */
async function clear(run: Run, left: Found, own: Found, keep: Look['keep']): Promise<void> {
  if (left.stat === undefined) return
  const twice = own.stat !== undefined && sameFile(left.stat, own.stat)
  if (!twice && !isClaim(left.stat) && !(await holdsSame(run, left, [own, keep])))
    throw new Conflict(`another file took its name; the old one is kept as ${left.place.name}`)
  discard(run, left.place)
}

/** The target is gone from its branch: is its name still in the pool? If not, it is linked now. */
async function ended(run: Run, row: Row, link: PoolLink, keep: Look['keep']): Promise<Outcome> {
  const target = findOn(run, link, link.root)
  if (target?.stat) {
    const stands = (keep && sameFile(target.stat, keep.stat)) || (await hasHash(run, row, target))
    if (stands) return { status: 'LINKED', error: '' }
    return outcome('CONFLICT', 'exists', 'another file has its name on the branch of its keeper')
  }
  if (keep === undefined || !(await hasHash(run, row, keep)))
    return outcome('FAILED', 'gone', 'the file is gone, and its keeper changed: nothing was linked')
  const { dir, made } = makeDirs(run, link, row.temp)
  linkAs(run, keep, { dir, name: splitPath(link.path).base })
  setTimesLast(run, made)
  run.disk.sync(dir.fd)
  return { status: 'LINKED', error: '' }
}

function outcome(status: string, code: string, message: string): Outcome {
  return { status, error: `${code}: ${message}`, code, message }
}
