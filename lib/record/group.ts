import { parseFile, type FileRecord } from './file.js'
import { checkPath, type PathFields } from './path.js'
import { recordType } from './record-type.js'
import { count, hex, list, object, record, text, word } from './shape.js'

/** Files whose whole content has one digest: at least two names, on at least two inodes. */
export type GroupRecord = {
  readonly type: 'group'
  /** Bytes of each member. */
  readonly size: number
  /** Absent where another tool found the group and gave no digest. */
  readonly hash?: string
  readonly algo?: string
  /** Its members are the beginning of a larger file, and each is in a `partial` too; `high`: of high confidence. */
  readonly partial?: 'high' | 'low'
  readonly files: readonly FileRecord[]
  /** Names of this content that an interrupted run took away and did not give back. */
  readonly lost?: readonly LostName[]
}

/** The members of a group, in their order: an array, or, where they are very many, something smaller. */
export type Files = Iterable<FileRecord> & {
  readonly length: number
  /** True: all of them are on this machine, and nobody has to look for others. */
  readonly areHere?: boolean
  /** @param index from 0 to `length` - 1 */
  at(index: number): FileRecord | undefined
}

/** A group that may be too large to be held as records. */
export type AnyGroup = Omit<GroupRecord, 'files'> & { readonly files: Files }

/** A name that nothing has any more, and, in a pool, the branch on which it was. */
export type LostName = PathFields & { readonly root?: string; readonly root64?: string }

/** @throws {BadRecord} naming the first field that is missing or malformed, as `files[2].size` */
export function parseGroup(value: unknown): GroupRecord {
  const raw = record(value)
  checkGroup(raw)
  return raw
}

function checkGroup(raw: { readonly [field: string]: unknown }): asserts raw is GroupRecord {
  recordType(raw.type, ['group'])
  const size = count(raw.size, 'size')
  if (raw.hash !== undefined) hex(raw.hash, 'hash')
  if (raw.algo !== undefined) text(raw.algo, 'algo')
  if (raw.partial !== undefined) word(raw.partial, ['high', 'low'], 'partial')
  if (raw.lost !== undefined)
    list(raw.lost, 'lost').forEach((name, i) =>
      checkPath(object(name, `lost[${i}]`), `lost[${i}].path`),
    )
  list(raw.files, 'files').forEach((file, i) => {
    const member = parseFile(file, `files[${i}].`)
    word(String(member.size), [String(size)], `files[${i}].size`)
  })
}
