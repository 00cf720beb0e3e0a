import type { BigIntStats } from 'node:fs'
import type { Place } from '../fs/disk.js'
import { pathBytes } from '../record/path.js'
import type { FileRecord } from '../record/file.js'
import { OPS, stepId, type StepRecord } from '../record/step.js'
import { word } from '../record/shape.js'
import { act, check } from './act.js'
import type { Row } from './journal-row.js'
import { Conflict, explain, Refusal } from './refusal.js'
import { discard, putBack } from './remove.js'
import { swapBack } from './replace.js'
import { isRestored } from './restore.js'
import { inode, placeOfPath, recordAt, sameFile, withFile, type Run } from './scene.js'
import { rowFile, rowPath } from './step-row.js'
import { aside, staged } from './temp-name.js'

/** `finish` carries an unfinished step out, `back` takes it back. Each ends what is already done. */
export type Way = 'finish' | 'back'

/** What is at the names that a step uses. The row says what was meant; only the disk says what is. */
type Look = {
  readonly place: Place
  readonly fresh: Place
  readonly away: Place
  readonly at: { readonly [name in 'place' | 'fresh' | 'away']: BigIntStats | undefined }
  readonly keep: { readonly place: Place; readonly stat: BigIntStats } | undefined
}

/**
 * Settle a step whose last row is PENDING. A crash at any moment, also in here, leaves nothing that
 * this does not know; a second time it finds nothing to do.
 * @returns the row to journal, once the directories are synced
 * @throws {Stranded} | {NodeJS.ErrnoException} it is still unsettled
 */
export async function recover(run: Run, row: Row, way: Way): Promise<Row> {
  try {
    const look = lookAround(run, row)
    const status = await (row.op === 'copy' ? settleCopy : settle)(run, row, look)
    if (status) return { ...row, status, error: '' }
    if (way === 'back') return { ...row, status: 'SKIPPED', error: 'rolled back' }
    return { ...row, status: await afresh(run, row), error: '' }
  } catch (error) {
    const { code, message, refused } = explain(error)
    const status = code === 'conflict' ? 'CONFLICT' : refused ? 'SKIPPED' : 'FAILED'
    return { ...row, status, error: `${code}: ${message}` }
  }
}

function lookAround(run: Run, row: Row): Look {
  const place = placeOfPath(run, rowPath(row.filepath))
  const [fresh, away] = [staged(place, row.temp), aside(place, row.temp)]
  const at = {
    place: run.disk.lstat(place),
    fresh: run.disk.lstat(fresh),
    away: run.disk.lstat(away),
  }
  return { place, fresh, away, at, keep: findKeeper(run, row) }
}

function findKeeper(run: Run, row: Row): Look['keep'] {
  if (row.keep === '') return undefined
  try {
    const place = placeOfPath(run, rowPath(row.keep))
    const stat = run.disk.lstat(place)
    return stat?.isFile() ? { place, stat } : undefined
  } catch (error) {
    if (error instanceof Refusal) return undefined // its directory is gone, and so is it
    throw error
  }
}

/**
 * Bring the target back under its name, or see that the step is done.
 * @returns the final status, or undefined: the target has its name, and nothing else is left
 */
async function settle(run: Run, row: Row, look: Look): Promise<string | undefined> {
  const { place, fresh, at } = look
  const old = oldName(run, row, look)
  if (old === undefined && !isOld(row, at.place)) return ended(run, row, look)
  if (old !== undefined) takeBack(run, row, look, old)
  if (at.fresh && old?.name !== fresh.name) discard(run, fresh)
  if (row.op === 'move') await unmove(run, row, place)
  return undefined
}

/** Where the target waits, if not under its own name. Only what had that name ever goes aside. */
function oldName(run: Run, row: Row, { fresh, away, at, keep }: Look): Place | undefined {
  if (at.away) return away
  return at.fresh && !isMade(run, row, fresh, at.fresh, keep) ? fresh : undefined
}

function takeBack(run: Run, row: Row, { place, at, keep }: Look, old: Place): void {
  const was = run.disk.lstat(old)
  if (at.place === undefined || was === undefined) return putBack(run, old, place)
  if (sameFile(at.place, was)) return discard(run, old)
  if (isMade(run, row, place, at.place, keep)) return swapBack(run, place, old, at.place)
  throw new Conflict(`another file took its name; the old one is kept as ${old.name}`)
}

/** The target is nowhere: its step came to its end, or somebody else took it away. */
function ended(run: Run, row: Row, { at, place, fresh, keep }: Look): string {
  if (row.op === 'delete') return 'DELETED'
  if (row.op === 'move' && arrived(run, row)) return 'MOVED'
  if (at.place === undefined || !isMade(run, row, place, at.place, keep))
    throw new Conflict('its name holds something else, and the old file is gone')
  if (at.fresh) discard(run, fresh)
  return 'LINKED'
}

/** Is this the file that the row is about? Its device may have another number since a reboot. */
function isOld(row: Row, stat: BigIntStats | undefined): boolean {
  return (
    stat !== undefined &&
    inode(stat) === row.ino &&
    String(stat.size) === row.size &&
    String(stat.mtimeNs) === row.mtimeNs
  )
}

/** Did this step make it: a link to the keeper, or a clone with the target's metadata? */
function isMade(run: Run, row: Row, place: Place, stat: BigIntStats, keep: Look['keep']): boolean {
  if (row.op === 'hardlink' && keep) return sameFile(stat, keep.stat)
  if (row.op === 'symlink')
    return stat.isSymbolicLink() && run.disk.readlink(place).equals(pathBytes(rowPath(row.keep)))
  const links = row.op === 'hardlink' || row.op === 'reflink'
  return links && !isOld(row, stat) && isRestored(stat, rowFile(row))
}

/** A move that had arrived, or half so, but not left: the file keeps its old name only. */
async function unmove(run: Run, row: Row, place: Place): Promise<void> {
  const to = destinationOf(run, row)
  if (to === undefined) return
  const copy = staged(to, row.temp)
  if (run.disk.lstat(copy)) discard(run, copy)
  const [here, there] = [run.disk.lstat(place), run.disk.lstat(to)]
  if (!here || !there || !isRestored(there, rowFile(row))) return
  if (sameFile(here, there) || (await equal(run, place, to, Number(here.size)))) discard(run, to)
  run.disk.sync(to.dir.fd)
}

function equal(run: Run, a: Place, b: Place, size: number): Promise<boolean> {
  return withFile(run, a, 'the file', (fd) =>
    withFile(run, b, 'its copy', async (copy) => {
      return (await run.compare.digest(fd, copy, size, size)) !== undefined
    }),
  )
}

function destinationOf(run: Run, row: Row): Place | undefined {
  try {
    return placeOfPath(run, rowPath(row.to))
  } catch (error) {
    if (error instanceof Refusal) return undefined // the directory was not made yet
    throw error
  }
}

function arrived(run: Run, row: Row): boolean {
  const to = destinationOf(run, row)
  const stat = to && run.disk.lstat(to)
  return stat !== undefined && isRestored(stat, rowFile(row))
}

/** A copy makes a name, so there is no old file to bring back; the keeper has the content all along. */
async function settleCopy(run: Run, row: Row, look: Look): Promise<string | undefined> {
  const { place, fresh, away, at, keep } = look
  const isKeep = (stat: BigIntStats | undefined) => stat && keep && sameFile(stat, keep.stat)
  if (at.place && !isKeep(at.place) && isRestored(at.place, rowFile(row))) {
    if (at.fresh) discard(run, fresh)
    if (at.away) discard(run, away)
    return 'COPIED'
  }
  if (at.away && at.place === undefined) putBack(run, away, place)
  if (at.fresh) discard(run, fresh)
  return undefined
}

/** The whole step again, from looking on. */
async function afresh(run: Run, row: Row): Promise<string> {
  const ready = await check(run, await stepOf(run, row))
  if (ready.keep) run.disk.sync(ready.keep.place.dir.fd)
  return act(run, ready, row.temp)
}

async function stepOf(run: Run, row: Row): Promise<StepRecord> {
  const file = rowFile(row)
  const op = word(row.op, OPS, 'op')
  const [algo, hash] = row.hash.split(':')
  return {
    type: 'step',
    id: row.id === '' ? stepId(op, file, undefined) : row.id,
    op,
    why: row.keep === '' ? (op === 'move' ? 'undo' : 'empty') : 'duplicate',
    file,
    ...(row.keep !== '' && { keep: await keeperNow(run, row) }),
    ...(op === 'move' && toFields(row.to)),
    ...(hash && algo && { hash, algo }),
    ...(row.link !== '' && { link: rowPath(row.link) }),
    frees: 0,
  }
}

function toFields(column: string) {
  const { path, path64 } = rowPath(column)
  return path !== undefined ? { to: path } : { to64: path64! }
}

/** The keeper as it is now: the bytes will tell whether it still is one. */
async function keeperNow(run: Run, row: Row): Promise<FileRecord> {
  const path = rowPath(row.keep)
  const stat = await withFile(run, placeOfPath(run, path), 'the keeper', (fd) => run.disk.fstat(fd))
  return recordAt(path, stat)
}
