import { hash } from 'node:crypto'
import { isRegularMode, MAX_OWNER, parseFile, rootOf, type FileRecord } from './file.js'
import { nameKey, type OnHost } from './host.js'
import { checkPath, pathBytes, pathFields, pathKey, rebase, rootAbove } from './path.js'
import type { PathFields } from './path.js'
import { recordType } from './record-type.js'
import { BadRecord, count, type Fields, hex, list, object, record, text, word } from './shape.js'

export const OPS = [
  'delete',
  'hardlink',
  'reflink',
  'symlink',
  'move',
  'pool-link',
  'copy',
] as const
export const WHYS = ['duplicate', 'partial', 'empty', 'undo', 'lost'] as const

export type Op = (typeof OPS)[number]
export type Why = (typeof WHYS)[number]

/** One change that dd-apply is to make, with what must be true for it; see dd-records(5). */
export type StepRecord = {
  readonly type: 'step'
  /** Names the step in the journal: printable ASCII; see `stepId`. */
  readonly id: string
  readonly op: Op
  readonly why: Why
  /** The name to act on, and the file that must be there. `copy`: the file to make. */
  readonly file: FileRecord
  /** The file that stays and proves that nothing is lost. Absent only for an empty file, and a move back. */
  readonly keep?: FileRecord
  /**
   * `partial`, and `copy` of such: only so many bytes of `file` are those of `keep`, and all others
   * are zeros. Absent: all are.
   */
  readonly bytes?: number
  /**
   * An absolute path, or its base64 in `to64`. `move`: where to. `pool-link`: the path of `file` on
   * the branch of `keep`. `copy`: the pool link that stands in for `file`, to be removed.
   */
  readonly to?: string
  readonly to64?: string
  /** `pool-link`, and `copy` of such: the branches of the pool, in its order. */
  readonly branches?: readonly PathFields[]
  /** `copy` of a pool link: so many directories above `to` were made for it, to be removed if empty. */
  readonly made?: number
  /** Digest of the content, by `algo`, where one is known. */
  readonly hash?: string
  readonly algo?: string
  /** Bytes on disk that are free when all steps for this inode are done. */
  readonly frees: number
  /** `copy`: a name, restored before, that `file` was a hard link of. */
  readonly link?: PathFields
  /**
   * `copy`: all extended attributes that `file` had, ACLs among them; `[]`: none. Absent: not known,
   * and it gets those of its keeper.
   */
  readonly xattrs?: Xattrs
  /** `move` back: what of `file` was otherwise before it was on the file system that it is on. */
  readonly was?: Was
  /** `copy`, where `file` gave rights to who ran it: the journal that says so. */
  readonly journal?: PathFields
  /** Absent: refuse to make one file of two whose extended attributes differ. */
  readonly metadata?: 'ignore'
}

/** Whom a file lets in, and its time. */
export type Was = Pick<FileRecord, 'mode' | 'uid' | 'gid' | 'mtimeNs'>

/** Extended attributes: names, and values in base64. */
export type Xattrs = readonly (readonly [name: string, base64: string])[]

/** @throws {BadRecord} naming the first field that is missing or malformed */
export function parseStep(value: unknown): StepRecord {
  const raw = record(value)
  checkStep(raw)
  return raw
}

/** The journal keeps it as bytes. */
const ID = /^[!-~]{1,100}$/

/** @throws {BadRecord} */
export function checkId(value: unknown, field: string): void {
  if (!ID.test(text(value, field)))
    throw new BadRecord(field, '1 to 100 printable ASCII characters')
}

function checkStep(raw: Fields): asserts raw is StepRecord {
  recordType(raw.type, ['step'])
  checkId(raw.id, 'id')
  const op = word(raw.op, OPS, 'op')
  const why = word(raw.why, WHYS, 'why')
  const file = parseFile(raw.file, 'file.')
  const needless = why === 'empty' || (why === 'undo' && (op === 'move' || file.size === 0))
  const bytes = raw.bytes === undefined ? undefined : checkBytes(raw, file)
  if (raw.keep !== undefined || !needless)
    checkKeep(file, parseFile(raw.keep, 'keep.'), why === 'partial' || op === 'copy', bytes)
  const to = { path: raw.to, path64: raw.to64 }
  if (op === 'move' || op === 'pool-link' || raw.to !== undefined || raw.to64 !== undefined)
    checkPath(to, 'to')
  if (raw.branches !== undefined) parseBranches(raw.branches)
  if (raw.made !== undefined) count(raw.made, 'made')
  if (op === 'copy') checkMade(file, 'file.')
  if (op === 'pool-link') checkPoolLink(raw, file, parseFile(raw.keep, 'keep.'))
  if (why === 'lost') word(op, ['pool-link'], 'op')
  if (why === 'empty') word(String(file.size), ['0'], 'file.size')
  if (raw.hash !== undefined) hex(raw.hash, 'hash')
  if (raw.algo !== undefined) text(raw.algo, 'algo')
  if (raw.link !== undefined) checkPath(object(raw.link, 'link'), 'link.path')
  if (raw.xattrs !== undefined) checkXattrs(raw.xattrs, 'xattrs')
  if (raw.was !== undefined) checkWas(object(raw.was, 'was'), file)
  if (raw.journal !== undefined) checkPath(object(raw.journal, 'journal'), 'journal.path')
  if (raw.metadata !== undefined) word(raw.metadata, ['ignore'], 'metadata')
  count(raw.frees, 'frees')
}

/** Only of what goes, and comes back, as a file of its own: a link has all the bytes of its keeper. */
function checkBytes({ bytes, op, why, branches }: Fields, file: FileRecord): number {
  const goes = why === 'partial' && (op === 'delete' || op === 'move')
  if (!goes && (op !== 'copy' || branches !== undefined))
    throw new BadRecord('bytes', 'none, but where a partial file is deleted, moved or copied back')
  const known = count(bytes, 'bytes')
  if (known > 0 && known < file.size) return known
  throw new BadRecord('bytes', 'at least 1 and less than file.size')
}

function checkKeep(file: FileRecord, keep: FileRecord, mayBeLarger: boolean, bytes?: number): void {
  if (nameKey(keep) === nameKey(file))
    throw new BadRecord('keep.path', 'another name than file.path')
  if (bytes !== undefined) {
    if (keep.size >= bytes) return
    throw new BadRecord('keep.size', 'at least bytes')
  }
  if (keep.size === file.size || (mayBeLarger && keep.size > file.size)) return
  throw new BadRecord('keep.size', mayBeLarger ? 'at least file.size' : 'the same as file.size')
}

/** What no file can have, none is made with. */
function checkMade({ mode, uid, gid }: FileRecord, prefix: string): void {
  if (!isRegularMode(mode)) throw new BadRecord(`${prefix}mode`, 'the st_mode of a regular file')
  if (uid > MAX_OWNER) throw new BadRecord(`${prefix}uid`, `at most ${MAX_OWNER}`)
  if (gid > MAX_OWNER) throw new BadRecord(`${prefix}gid`, `at most ${MAX_OWNER}`)
}

function checkWas({ mode, uid, gid, mtimeNs }: Fields, file: FileRecord): void {
  checkMade(parseFile({ ...file, mode, uid, gid, mtimeNs }, 'was.'), 'was.')
}

/** At least one, and none with a colon, which is what separates them in the journal. */
function parseBranches(value: unknown): Buffer[] {
  const branches = list(value, 'branches')
  if (branches.length === 0) throw new BadRecord('branches', 'at least one')
  return branches.map((one, i) => {
    const branch = object(one, `branches[${i}]`)
    checkPath(branch, `branches[${i}].path`)
    const path = pathBytes(branch)
    if (path.includes(':')) throw new BadRecord(`branches[${i}].path`, 'a path without ":"')
    return path
  })
}

const XATTR_NAME = /^[^\0]{1,255}$/

/** @throws {BadRecord} */
export function checkXattrs(value: unknown, field: string): asserts value is Xattrs {
  list(value, field).forEach((pair, i) => {
    const [name, base64, ...rest] = list(pair, `${field}[${i}]`)
    if (rest.length > 0 || !XATTR_NAME.test(text(name, `${field}[${i}]`)) || !isBase64(base64))
      throw new BadRecord(`${field}[${i}]`, 'the name of an attribute, and its value in base64')
  })
}

function isBase64(value: unknown): boolean {
  return typeof value === 'string' && Buffer.from(value, 'base64').toString('base64') === value
}

/** Any other target would take the name of the file out of the pool. */
function checkPoolLink({ to, to64, branches }: Fields, file: FileRecord, keep: FileRecord): void {
  if (branches === undefined) throw new BadRecord('branches', 'the branches of the pool')
  const all = parseBranches(branches)
  const [from, below] = [branchOf(file, all), branchOf(keep, all)]
  const target = from && below && rebase(pathBytes(file), from, below)
  const is = to === undefined ? `base64:${String(to64)}` : to
  if (target === undefined || pathKey(pathFields(target)) !== is)
    throw new BadRecord('to', 'the path of file on the branch of keep; root says which branch')
}

/** Its `root`, if that is its branch: the journal has no roots, and tells them from the branches. */
function branchOf(file: FileRecord, branches: readonly Buffer[]): Buffer | undefined {
  const root = rootOf(file)
  const branch = rootAbove(pathBytes(file), branches)
  return root && branch?.equals(pathBytes(root)) ? branch : undefined
}

/** Where a step leads, or undefined for those that have no `to`. */
export function destination({ to, to64 }: StepRecord): PathFields | undefined {
  if (to !== undefined) return { path: to }
  return to64 === undefined ? undefined : { path64: to64 }
}

/** The fields that say where a step leads. @param to absolute, lexically normal */
export function toFields(to: Buffer) {
  const { path, path64 } = pathFields(to)
  return path !== undefined ? { to: path } : { to64: path64! }
}

/** A step's name: 16 hex digits, the same for the same op on the same names, different for others. */
export function stepId(op: Op, file: Named, keep: Named | undefined): string {
  const names = `${op}\0${spelled(file)}\0${keep === undefined ? '' : spelled(keep)}`
  return hash('sha1', names).slice(0, 16)
}

type Named = PathFields & OnHost

/** As the record has it: plans that two machines made for themselves have no id in common. */
function spelled(file: Named): string {
  return file.host === undefined ? pathKey(file) : `${file.host}\0${pathKey(file)}`
}
