import {
  latin1Path,
  pathBytes,
  pathLatin1 as name,
  rootAbove,
  type PathFields,
} from '../record/path.js'
import { word } from '../record/shape.js'
import { destination, OPS, toFields, type StepRecord, type Xattrs } from '../record/step.js'
import { rootFields, type FileRecord } from '../record/file.js'
import { NO_LINKS } from '../fs/open-dirs.js'
import type { Ready } from './scene.js'
import type { Row } from './journal-row.js'
import { inode } from './scene.js'

const EMPTY: Row = {
  filepath: '', status: '', id: '', op: '', keep: '', to: '', temp: '', time: '', size: '', hash: '',
  dev: '', ino: '', mtimeNs: '', mode: '', uid: '', gid: '', error: '', link: '', branches: '', made: '',
  xattrs: '',
} // prettier-ignore

/** The row of a step that was refused before anything was done. */
export function refusedRow(step: StepRecord, time: string, error: string): Row {
  const { file, keep, id, op } = step
  return {
    ...EMPTY, ...fromRecord(file), status: 'SKIPPED', id, op, time, error,
    filepath: name(file), keep: keep ? name(keep) : '', to: toOf(step, undefined),
    branches: branchList(step),
  } // prettier-ignore
}

/** The row that is durable before a step changes anything: all that recovery and undo will need. */
export function pendingRow(ready: Ready, temp: string, time: string): Row {
  const { step, stat, hash } = ready
  const { file, keep, id, op, link } = step
  const now = {
    size: String(stat.size),
    dev: String(BigInt.asUintN(64, stat.dev)),
    ino: inode(stat),
    mtimeNs: String(stat.mtimeNs),
    mode: String(stat.mode),
    uid: String(stat.uid),
    gid: String(stat.gid),
  }
  const what = op === 'copy' ? fromRecord(file) : now
  const xattrs = op === 'copy' ? xattrsColumn(step) : latin1(ready.xattrs ?? '')
  return {
    ...EMPTY, ...what, status: 'PENDING', id, op, temp, time, hash, filepath: name(file),
    keep: keep ? name(keep) : '', to: toOf(step, standingOf(ready)), link: link ? name(link) : '',
    branches: branchList(step), made: madeColumn(ready), xattrs,
  } // prettier-ignore
}

/** What `to` says that is no destination. A keeper that is larger later may have been added to. */
function standingOf({ step, stat, keep, standing }: Ready): string {
  const isPartial = step.bytes !== undefined || (keep && keep.stat.size > stat.size)
  return standing ?? (isPartial ? PARTIAL : '')
}

/** Directories made, for a pool link; for a partial file with zeros at its end, its bytes without them. */
function madeColumn({ step, made = step.made }: Ready): string {
  const count = step.branches === undefined ? step.bytes : made
  return count === undefined ? '' : String(count)
}

/** Text, as the journal holds its bytes. */
function latin1(text: string): string {
  return text === '[]' ? text : Buffer.from(text).toString('latin1')
}

function xattrsColumn({ xattrs }: StepRecord): string {
  return xattrs === undefined ? '' : latin1(JSON.stringify(xattrs))
}

/** `xattrs` of a step, from its row. */
export function rowXattrs({ xattrs }: Row): { xattrs?: Xattrs } {
  return xattrs === '' ? {} : { xattrs: JSON.parse(Buffer.from(xattrs, 'latin1').toString()) }
}

/** `bytes` of a step, from its row. */
export function rowBytes({ branches, made }: Row): { bytes?: number } {
  return branches === '' && made !== '' ? { bytes: Number(made) } : {}
}

/** `to` of a step whose file was the beginning of its keeper. */
export const PARTIAL = 'partial'

/** `to` of a copy says what stood there, so that the copy itself can be undone. */
function toOf(step: StepRecord, standing: string | undefined): string {
  const to = destination(step)
  return to ? name(to) : (standing ?? '')
}

/** As mergerfs writes it: no path of a branch can hold a colon. */
function branchList({ branches = [] }: StepRecord): string {
  return branches.map(name).join(':')
}

/** The branches in a column of the journal. */
export function rowBranches(column: string): PathFields[] {
  return column === '' ? [] : column.split(':').map(rowPath)
}

function fromRecord({ size, dev, ino, mtimeNs, mode, uid, gid }: FileRecord) {
  return {
    size: String(size),
    dev,
    ino,
    mtimeNs,
    mode: String(mode),
    uid: String(uid),
    gid: String(gid),
  }
}

/** The path in a column of the journal. */
export const rowPath = latin1Path

const NO_BRANCH = rootFields(NO_LINKS)

/** The `root` of a path: the branch of the pool that it is on, else `/`, below which no link is followed. */
export function rowRoot({ branches }: Row, column: string) {
  if (branches === '') return NO_BRANCH
  const all = rowBranches(branches).map(pathBytes)
  const branch = rootAbove(Buffer.from(column, 'latin1'), all)
  return branch ? rootFields(branch) : NO_BRANCH
}

/** The file of a row, as it was before the step. @param column another path that it may have */
export function rowFile(row: Row, column = row.filepath): FileRecord {
  return {
    type: 'file',
    ...rowPath(column),
    size: Number(row.size),
    dev: row.dev,
    ino: row.ino,
    nlink: 1,
    mode: Number(row.mode),
    uid: Number(row.uid),
    gid: Number(row.gid),
    mtimeNs: row.mtimeNs,
    ctimeNs: row.mtimeNs,
  }
}

/**
 * The step that a row came from, as far as the journal has it.
 * @param keep its keeper: the row has only its name
 */
export function rowStep(row: Row, keep: FileRecord | undefined): StepRecord {
  const { id, op, to, link, branches, made } = row
  return {
    type: 'step',
    id,
    op: word(op, OPS, 'op'),
    why: whyOf(row),
    file: { ...rowFile(row), ...rowRoot(row, row.filepath) },
    ...(keep && { keep: { ...keep, ...rowRoot(row, row.keep) } }),
    ...rowBytes(row),
    ...(to.startsWith('/') && toFields(Buffer.from(to, 'latin1'))),
    ...(branches !== '' && { branches: rowBranches(branches) }),
    ...(branches !== '' && made !== '' && { made: Number(made) }),
    ...(link !== '' && { link: rowPath(link) }),
    frees: 0,
  }
}

function whyOf(row: Row): StepRecord['why'] {
  if (row.keep === '') return row.op === 'move' ? 'undo' : 'empty'
  if (row.op === 'copy') return 'undo'
  return rowBytes(row).bytes !== undefined || row.to === PARTIAL ? 'partial' : 'duplicate'
}
