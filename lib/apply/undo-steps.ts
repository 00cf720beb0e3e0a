import type { Disk } from '../fs/disk.js'
import type { OnFault } from '../record/fault.js'
import type { PathFields } from '../record/path.js'
import { stepId, toFields, type Op, type StepRecord } from '../record/step.js'
import type { FileRecord } from '../record/file.js'
import { finalRows, isDone } from './final-rows.js'
import { isFinal, type Row } from './journal-row.js'
import { keeperNow, look, lstat } from './look-since.js'
import { inode, isAbout, isRestored, recordAt } from './scene.js'
import { SoundPlan } from './sound-plan.js'
import { rowBranches, rowBytes, rowFile, rowPath, rowRoot, rowXattrs } from './step-row.js'

/**
 * The steps that take a run back, last done first: a plan that is sound whatever happened to the disk
 * since. Names that were one file before become one file again: the first is copied, the others are
 * linked to it. Memory: the journal's final rows.
 * @param fault is told of each step that cannot be taken back, or has no end; the others are
 * @param onReflinks told how many steps have nothing to take back, since they only shared blocks
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
  const plan = new SoundPlan()
  return rows.flatMap((row) => {
    try {
      if (!isFinal(row)) throw new Error(UNFINISHED)
      const steps = isDone(row) ? undoRow(row, disk, restored) : []
      for (const step of steps) plan.add(step)
      remember(row, disk, steps, restored)
      return steps
    } catch (cause) {
      fault({ doing: 'undo', path: rowPath(row.filepath), cause })
      return []
    }
  })
}

const UNFINISHED =
  'is not finished: give the journal to dd-apply --apply --resume or --rollback first'

/**
 * A name of each file that lost other names, but this one not, since its step was refused or rolled
 * back: the others will be linked to it.
 */
function leftNames(rows: readonly Row[], disk: Disk): Map<string, PathFields> {
  const gone = new Set(rows.filter(isDone).map(ownKey))
  const left = rows.filter((row) => !isDone(row) && gone.has(ownKey(row)) && isLeft(row, disk))
  return new Map(left.map((row) => [ownKey(row), rowPath(row.filepath)]))
}

/** The first name that comes back: the others of its file will be linked to it. */
function remember(
  row: Row,
  disk: Disk,
  steps: readonly StepRecord[],
  restored: Map<string, PathFields>,
): void {
  const copy = steps.find(({ op }) => op === 'copy')
  if (copy && !restored.has(ownKey(row)) && isFree(row, disk, copy.keep))
    restored.set(ownKey(row), rowPath(row.filepath))
}

function ownKey({ dev, ino }: Row): string {
  return `${dev}:${ino}`
}

function isLeft(row: Row, disk: Disk): boolean {
  try {
    const now = lstat(disk, rowPath(row.filepath))
    return now !== undefined && inode(now) === row.ino && isRestored(now, rowFile(row))
  } catch {
    return false // it cannot be looked at, and so not be linked to
  }
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
  const stat = look(disk, moved, 'the moved file')
  const to = toFields(Buffer.from(row.filepath, 'latin1'))
  const file = { ...recordAt(moved, stat), ...rowRoot(row, row.to) }
  return step('move', file, undefined, { ...to, ...lostOnMove(row, file) })
}

/** A copy on another file system may have another mode, owner and time, since that has no others. */
function lostOnMove(row: Row, { dev, ino, mode, uid, gid, mtimeNs }: FileRecord) {
  const was = rowFile(row)
  if (dev === row.dev && ino === row.ino) return {}
  if (was.mode === mode && was.uid === uid && was.gid === gid && was.mtimeNs === mtimeNs) return {}
  const time = isAbout(BigInt(mtimeNs), BigInt(was.mtimeNs)) ? was.mtimeNs : mtimeNs
  return { was: { mode: was.mode, uid: was.uid, gid: was.gid, mtimeNs: time }, ...rowXattrs(row) }
}

function copyBack(row: Row, disk: Disk, restored: Map<string, PathFields>): StepRecord {
  const file = { ...rowFile(row), ...rowRoot(row, row.filepath) }
  const keep = row.keep === '' ? undefined : keeperNow(row, disk)
  const sibling = keep?.ino === row.ino && keep.dev === row.dev ? rowPath(row.keep) : undefined
  const link = sibling ?? restored.get(ownKey(row))
  const [algo, hash] = row.hash.split(':')
  const digest = hash && algo && { hash, algo }
  const rest = { ...digest, ...(link && { link }), ...rowXattrs(row) }
  return step('copy', file, keep, { ...rowBytes(row), ...rest })
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
    ...toFields(Buffer.from(row.to, 'latin1')),
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
  const file = { ...recordAt(path, look(disk, path, 'the copy')), ...rowRoot(row, row.filepath) }
  if (String(file.size) !== row.size) throw new Error('the copy changed since it was made')
  if (row.keep === '') return { ...step('delete', file, undefined, {}), why: 'empty' }
  const keep = keeperNow(row, disk)
  if (row.branches !== '') return linkAgain(row, file, keep)
  const op = row.to === 'hardlink' || row.to === 'symlink' ? row.to : 'delete'
  const bytes = rowBytes(row)
  const why = 'bytes' in bytes || keep.size > file.size ? 'partial' : 'undo'
  const metadata = op === 'hardlink' ? ({ metadata: 'ignore' } as const) : {}
  return { ...step(op, file, keep, { ...bytes, ...metadata }), why }
}

function linkAgain(row: Row, file: FileRecord, keep: FileRecord): StepRecord {
  const to = toFields(Buffer.from(row.to, 'latin1'))
  const branches = rowBranches(row.branches)
  return step('pool-link', file, keep, { ...to, branches, metadata: 'ignore' })
}
