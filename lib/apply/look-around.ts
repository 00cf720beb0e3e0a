import type { BigIntStats } from 'node:fs'
import type { Place } from '../fs/disk.js'
import { pathBytes } from '../record/path.js'
import type { Row } from './journal-row.js'
import { Refusal } from './refusal.js'
import { inode, placeOfPath, sameFile, withFile, type Run, isRestored } from './scene.js'
import { rowFile, rowPath } from './step-row.js'
import { aside, staged } from './temp-name.js'

/** A name, and what is there; undefined: nothing. */
export type Found = { readonly place: Place; readonly stat: BigIntStats | undefined }

/** What is at the names that a step uses. The row says what was meant; only the disk says what is. */
export type Look = {
  /** The name of the step's file. */
  readonly own: Found
  /** Where its replacement is made, and, with exchange, its file waits to be removed. */
  readonly fresh: Found
  /** Where its file waits to be removed. */
  readonly away: Found
  readonly keep: { readonly place: Place; readonly stat: BigIntStats } | undefined
}

/** @throws {Refusal} its directory is not there now; {NodeJS.ErrnoException} */
export function lookAround(run: Run, row: Row): Look {
  const place = placeOfPath(run, rowPath(row.filepath))
  return {
    own: findAt(run, place),
    fresh: findAt(run, staged(place, row.temp)),
    away: findAt(run, aside(place, row.temp)),
    keep: findKeeper(run, row),
  }
}

export function findAt({ disk }: Run, place: Place): Found {
  return { place, stat: disk.lstat(place) }
}

function findKeeper(run: Run, row: Row): Look['keep'] {
  if (row.keep === '') return undefined
  try {
    const { place, stat } = findAt(run, placeOfPath(run, rowPath(row.keep)))
    return stat?.isFile() ? { place, stat } : undefined
  } catch (error) {
    if (error instanceof Refusal) return undefined // its directory is gone, and so is it
    throw error
  }
}

/**
 * Is this the file that the row is about, changed or not? As long as it waits under a temporary
 * name, no other file can have its inode; its device may have another number since a reboot.
 */
export function isOwn(row: Row, stat: BigIntStats | undefined): boolean {
  return stat !== undefined && stat.isFile() && inode(stat) === row.ino
}

/** Did the step make it: a link to the keeper, or, as far as a look can tell, a clone? */
export function isMade(run: Run, row: Row, { place, stat }: Found, keep: Look['keep']): boolean {
  if (stat === undefined) return false
  if (row.op === 'hardlink') return keep !== undefined && sameFile(stat, keep.stat)
  if (row.op === 'symlink') return pointsToKeeper(run, row, place, stat)
  return row.op === 'reflink' && !isOwn(row, stat) && isRestored(stat, rowFile(row))
}

export function pointsToKeeper({ disk }: Run, row: Row, place: Place, stat: BigIntStats): boolean {
  return stat.isSymbolicLink() && disk.readlink(place).equals(pathBytes(rowPath(row.keep)))
}

/** Are its bytes all of the bytes of one of `others`? */
export async function holdsSame(run: Run, file: Found, others: readonly (Found | undefined)[]) {
  for (const other of others)
    if (other?.stat?.isFile() && other.stat.size === file.stat?.size)
      if (await startsLike(run, file, other)) return true
  return false
}

/** Are its bytes the first bytes of `whole`, or, after the first `bytes`, zeros? */
export async function startsLike(
  run: Run,
  file: Found,
  whole: Found,
  bytes = Infinity,
): Promise<boolean> {
  if (!file.stat?.isFile() || !whole.stat?.isFile()) return false
  const [size, all] = [Number(file.stat.size), Number(whole.stat.size)]
  return withFile(run, file.place, 'the file', (fd) =>
    withFile(run, whole.place, 'its like', async (wholeFd) => {
      const known = Math.min(bytes, size)
      return (await run.compare.digest(fd, wholeFd, size, all, known)) !== undefined
    }),
  )
}

/** Has the file the content that the row remembers? */
export async function hasHash(run: Run, row: Row, { place, stat }: Found): Promise<boolean> {
  if (!stat?.isFile() || String(stat.size) !== row.size) return false
  const size = Number(stat.size)
  const hex = await withFile(run, place, 'the file', (fd) => run.compare.digest(fd, fd, size, size))
  return hex !== undefined && row.hash === `blake3:${hex}`
}
