import type { BigIntStats } from 'node:fs'
import type { Disk } from '../fs/disk.js'
import { OpenDirs } from '../fs/open-dirs.js'
import type { OnFault } from '../record/fault.js'
import { pathBytes, pathFields, type PathFields } from '../record/path.js'
import { stepId, type Op, type StepRecord } from '../record/step.js'
import type { FileRecord } from '../record/file.js'
import { finalRows, isDone } from './final-rows.js'
import type { Row } from './journal-row.js'
import { inode, recordAt, isRestored } from './scene.js'
import { poolRoot, rowBranches, rowBytes, rowFile, rowPath, toFields } from './step-row.js'

/**
 * The steps that take a run back, last done first. Names that were one file before become one file
 * again: the first is copied, the others are linked to it. Memory: the journal's final rows.
 * @param onReflinks told how many steps have nothing to take back, since they only shared blocks
 * @throws {Unfinished}
 */
export function undoSteps(
  batches: Iterable<Row[]>,
  disk: Disk,
  fault: OnFault,
  onReflinks: (count: number) => void = () => {},
): StepRecord[] {
  const rows = finalRows(batches)
  const reflinks = rows.filter((row) => isDone(row) && row.op === 'reflink').length
  if (reflinks > 0) onReflinks(reflinks)
  const restored = leftNames(rows, disk)
  return rows.filter(isDone).flatMap((row) => {
    try {
      return undoRow(row, disk, restored)
    } catch (cause) {
      fault({ doing: 'undo', path: rowPath(row.filepath), cause })
      return []
    }
  })
}

/**
 * A name of each file that lost other names, but this one not, since its step was refused or rolled
 * back: the others will be linked to it.
 */
function leftNames(rows: readonly Row[], disk: Disk): Map<string, PathFields> {
  const gone = new Set(rows.filter(isDone).map(ownKey))
  const left = rows.filter((row) => !isDone(row) && gone.has(ownKey(row)) && isLeft(row, disk))
  return new Map(left.map((row) => [ownKey(row), rowPath(row.filepath)]))
}

function ownKey({ dev, ino }: Row): string {
  return `${dev}:${ino}`
}

function isLeft(row: Row, disk: Disk): boolean {
  const now = lstat(disk, rowPath(row.filepath))
  return now !== undefined && inode(now) === row.ino && isRestored(now, rowFile(row))
}

function undoRow(row: Row, disk: Disk, restored: Map<string, PathFields>): StepRecord[] {
  if (row.status === 'MOVED') return isBack(row, disk) ? [] : [moveBack(row, disk)]
  if (row.op === 'reflink') return [] // names, bytes and metadata are as they were
  if (row.op === 'pool-link' && isGivenBack(row, disk)) return []
  if (row.status === 'COPIED') return [uncopy(row, disk)]
  return [
    row.op === 'pool-link' ? unlinkFromPool(row, disk, restored) : copyBack(row, disk, restored),
  ]
}

function step(op: Op, file: FileRecord, keep: FileRecord | undefined, rest: Partial<StepRecord>) {
  const id = stepId(op, file, keep)
  return {
    type: 'step',
    id,
    op,
    why: 'undo',
    file,
    ...(keep && { keep }),
    ...rest,
    frees: 0,
  } as const
}

/** Moved back already? A second undo has nothing to do then, and nothing to complain about. */
function isBack(row: Row, disk: Disk): boolean {
  const now = lstat(disk, rowPath(row.filepath))
  return now !== undefined && isRestored(now, rowFile(row))
}

function moveBack(row: Row, disk: Disk): StepRecord {
  const moved = rowPath(row.to)
  const file = recordAt(moved, look(disk, moved, 'the moved file'))
  const [bytes, from] = [Buffer.from(row.to, 'latin1'), Buffer.from(row.filepath, 'latin1')]
  const root = bytes.subarray(0, bytes.length - from.length)
  const below = bytes.subarray(root.length).equals(from) && root.length > 0
  const base = below ? rootFields(root) : {}
  return step('move', { ...file, ...base }, undefined, toFields(row.filepath))
}

function rootFields(root: Buffer) {
  const { path, path64 } = pathFields(root)
  return path !== undefined ? { root: path } : { root64: path64! }
}

function copyBack(row: Row, disk: Disk, restored: Map<string, PathFields>): StepRecord {
  const file = rowFile(row)
  const keep = row.keep === '' ? undefined : recordAt(rowPath(row.keep), lookAtKeeper(row, disk))
  const own = ownKey(row)
  const sibling = keep?.ino === row.ino && keep.dev === row.dev ? rowPath(row.keep) : undefined
  const link = sibling ?? restored.get(own)
  if (!restored.has(own) && isFree(row, disk, keep)) restored.set(own, rowPath(row.filepath))
  const [algo, hash] = row.hash.split(':')
  const digest = hash && algo && { hash, algo }
  return step('copy', file, keep, { ...rowBytes(row), ...digest, ...(link && { link }) })
}

/**
 * The file is copied back to its branch, and the link that was made for it goes. Where the keeper is
 * gone since, that link is what holds the content.
 */
function unlinkFromPool(row: Row, disk: Disk, restored: Map<string, PathFields>): StepRecord {
  const holds = (column: string) => String(lstat(disk, rowPath(column))?.size) === row.size
  const keep = holds(row.keep) || !holds(row.to) ? row.keep : row.to
  const copy = copyBack({ ...row, keep }, disk, restored)
  if (row.made === '') return copy
  return {
    ...copy,
    ...toFields(row.to),
    branches: rowBranches(row.branches),
    made: Number(row.made),
  }
}

/** A name that was lost before is no better off without its link. */
function isGivenBack(row: Row, disk: Disk): boolean {
  const keep = lstat(disk, rowPath(row.keep))
  return keep !== undefined && inode(keep) === row.ino && String(keep.dev) === row.dev
}

/** Can the name be given back? If another file has it, its other names cannot be linked to it. */
function isFree(row: Row, disk: Disk, keep: FileRecord | undefined): boolean {
  const now = lstat(disk, rowPath(row.filepath))
  if (now === undefined || now.isSymbolicLink()) return true
  return isRestored(now, rowFile(row)) || inode(now) === keep?.ino
}

/** A copy is taken back by what stood there before: nothing, or a link to the keeper. */
function uncopy(row: Row, disk: Disk): StepRecord {
  const path = rowPath(row.filepath)
  const file = recordAt(path, look(disk, path, 'the copy'))
  if (row.keep === '') return { ...step('delete', file, undefined, {}), why: 'empty' }
  const keep = recordAt(rowPath(row.keep), lookAtKeeper(row, disk))
  if (row.branches !== '') return linkAgain(row, file, keep)
  const op = row.to === 'hardlink' || row.to === 'symlink' ? row.to : 'delete'
  const bytes = rowBytes(row)
  const why = 'bytes' in bytes || keep.size > file.size ? 'partial' : 'undo'
  const metadata = op === 'hardlink' ? ({ metadata: 'ignore' } as const) : {}
  return { ...step(op, file, keep, { ...bytes, ...metadata }), why }
}

function linkAgain(row: Row, file: FileRecord, keep: FileRecord): StepRecord {
  const on = { ...file, ...poolRoot(row, row.filepath) }
  const by = { ...keep, ...poolRoot(row, row.keep) }
  const branches = rowBranches(row.branches)
  return step('pool-link', on, by, { ...toFields(row.to), branches, metadata: 'ignore' })
}

function lookAtKeeper(row: Row, disk: Disk): BigIntStats {
  return look(disk, rowPath(row.keep), 'its keeper')
}

function look(disk: Disk, path: PathFields, what: string): BigIntStats {
  const stat = lstat(disk, path)
  if (stat?.isFile()) return stat
  throw new Error(`${what} "${pathBytes(path)}" is gone`)
}

/** Undefined: nothing is there. */
function lstat(disk: Disk, path: PathFields): BigIntStats | undefined {
  const dirs = new OpenDirs(disk)
  try {
    return disk.lstat(dirs.place(pathBytes(path), undefined))
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
    throw error
  } finally {
    dirs.closeAll()
  }
}
