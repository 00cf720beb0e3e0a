import { createHash } from 'node:crypto'
import { parseFile, type FileRecord } from './file.js'
import { checkPath, pathKey, type PathFields } from './path.js'
import { BadRecord, count, hex, object, text, word, type Fields } from './shape.js'

export const OPS = [
  'delete',
  'hardlink',
  'reflink',
  'symlink',
  'move',
  'pool-link',
  'copy',
] as const
export const WHYS = ['duplicate', 'partial', 'empty', 'undo'] as const

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
  /** `move`: where to, an absolute path, or its base64 in `to64`. */
  readonly to?: string
  readonly to64?: string
  /** Digest of the content, by `algo`, where one is known. */
  readonly hash?: string
  readonly algo?: string
  /** Bytes on disk that are free when all steps for this inode are done. */
  readonly frees: number
  /** `copy`: a name, restored before, that `file` was a hard link of. */
  readonly link?: PathFields
  /** Absent: refuse to make one file of two whose extended attributes differ. */
  readonly metadata?: 'ignore'
}

/** @throws {BadRecord} naming the first field that is missing or malformed */
export function parseStep(value: unknown): StepRecord {
  const raw = object(value, 'record')
  checkStep(raw)
  return raw
}

/** The journal keeps it as bytes. */
const ID = /^[!-~]{1,100}$/

function checkStep(raw: Fields): asserts raw is StepRecord {
  word(raw.type, ['step'], 'type')
  if (!ID.test(text(raw.id, 'id'))) throw new BadRecord('id', '1 to 100 printable ASCII characters')
  const op = word(raw.op, OPS, 'op')
  const why = word(raw.why, WHYS, 'why')
  const file = parseFile(raw.file, 'file.')
  const needless = why === 'empty' || (why === 'undo' && (op === 'move' || file.size === 0))
  if (raw.keep !== undefined || !needless)
    checkKeep(file, parseFile(raw.keep, 'keep.'), why === 'partial' || op === 'copy')
  if (op === 'move') checkPath({ path: raw.to, path64: raw.to64 }, 'to')
  if (why === 'empty') word(String(file.size), ['0'], 'file.size')
  if (raw.hash !== undefined) hex(raw.hash, 'hash')
  if (raw.algo !== undefined) text(raw.algo, 'algo')
  if (raw.link !== undefined) checkPath(object(raw.link, 'link'), 'link.path')
  if (raw.metadata !== undefined) word(raw.metadata, ['ignore'], 'metadata')
  count(raw.frees, 'frees')
}

function checkKeep(file: FileRecord, keep: FileRecord, mayBeLarger: boolean): void {
  if (pathKey(keep) === pathKey(file))
    throw new BadRecord('keep.path', 'another name than file.path')
  if (keep.size === file.size || (mayBeLarger && keep.size > file.size)) return
  throw new BadRecord('keep.size', mayBeLarger ? 'at least file.size' : 'the same as file.size')
}

/** Where a move goes, or undefined for other steps. */
export function destination({ to, to64 }: StepRecord): PathFields | undefined {
  if (to !== undefined) return { path: to }
  return to64 === undefined ? undefined : { path64: to64 }
}

/** A step's name: 16 hex digits, the same for the same op on the same names, different for others. */
export function stepId(op: Op, file: PathFields, keep: PathFields | undefined): string {
  const names = `${op}\0${pathKey(file)}\0${keep === undefined ? '' : pathKey(keep)}`
  return createHash('sha1').update(names).digest('hex').slice(0, 16)
}
