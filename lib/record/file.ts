import { checkHost, elsewhere, type OnHost } from './host.js'
import { checkPath, pathFields, type PathFields } from './path.js'
import { recordType } from './record-type.js'
import {
  BadRecord,
  count,
  digits,
  hex,
  nanoseconds,
  object,
  record,
  text,
  word,
  type Fields,
} from './shape.js'

/** The largest number says "as it is" to chown(2), and nobody has it. */
export const MAX_OWNER = 2 ** 32 - 2

/** Is this the `st_mode` of a regular file? */
export function isRegularMode(mode: number): boolean {
  return Math.floor(mode / 0o10000) === 0o10
}

/** What `lstat` saw of a file. Every number that may pass 2^53, and every identity, is decimal digits. */
export type Stat = {
  /** Bytes. */
  readonly size: number
  /** Device and inode: equal pairs are one file under several names. */
  readonly dev: string
  readonly ino: string
  /** Names that the inode has, in this tree or elsewhere. */
  readonly nlink: number
  /** `st_mode`: type and permission bits. */
  readonly mode: number
  readonly uid: number
  readonly gid: number
  /** Nanoseconds since 1970. */
  readonly mtimeNs: string
  readonly ctimeNs: string
}

/** A regular file as dd-walk saw it, and what dd-hash found out since; see dd-records(5). */
export type FileRecord = PathFields &
  Stat & {
    readonly type: 'file'
    /** The operand that the file was found below: components after it are not symlinks. */
    readonly root?: string
    readonly root64?: string
    /** 512-byte blocks on disk. */
    readonly blocks?: number
    /** Digest of the first `headBytes` bytes, or of the whole file when it is no larger. */
    readonly head?: string
    readonly headBytes?: number
    /** Digest of the whole content, by `algo`. */
    readonly hash?: string
    readonly algo?: string
    /** When the reading for `hash` began, or earlier; nanoseconds since 1970. See `isProven`. */
    readonly readNs?: string
    /** The machine that the file is on, when that is said; see `elsewhere`. */
    readonly host?: string
  }

/**
 * Check that parsed JSON is a file record. Fields we do not know are left in it.
 * @param at what to put before a field's name in the error: `''` or `'files[3].'`
 * @throws {BadRecord} naming the first field that is missing or malformed
 */
export function parseFile(value: unknown, at = ''): FileRecord {
  const raw = at === '' ? record(value) : object(value, at.slice(0, -1))
  if (at === '') recordType(raw.type, ['file'])
  try {
    checkFile(raw)
    return raw
  } catch (error) {
    throw error instanceof BadRecord ? new BadRecord(`${at}${error.field}`, error.expected) : error
  }
}

function checkFile(raw: Fields): asserts raw is FileRecord {
  word(raw.type, ['file'], 'type')
  checkPath(raw, 'path')
  count(raw.size, 'size')
  digits(raw.dev, 'dev')
  digits(raw.ino, 'ino')
  count(raw.nlink, 'nlink')
  count(raw.mode, 'mode')
  count(raw.uid, 'uid')
  count(raw.gid, 'gid')
  nanoseconds(raw.mtimeNs, 'mtimeNs')
  nanoseconds(raw.ctimeNs, 'ctimeNs')
  if (raw.root !== undefined || raw.root64 !== undefined)
    checkPath({ path: raw.root, path64: raw.root64 }, 'root')
  if (raw.blocks !== undefined) count(raw.blocks, 'blocks')
  if (raw.head !== undefined) checkHead(raw)
  if (raw.hash !== undefined) hex(raw.hash, 'hash')
  if (raw.algo !== undefined) text(raw.algo, 'algo')
  if (raw.readNs !== undefined) nanoseconds(raw.readNs, 'readNs')
  if (raw.host !== undefined) checkHost(raw.host, 'host')
}

function checkHead(raw: Fields): void {
  hex(raw.head, 'head')
  if (count(raw.headBytes, 'headBytes') === 0) throw new BadRecord('headBytes', 'at least 1')
}

/** One file under two names? Only as far as the file system's inode numbers can be trusted. */
export function sameInode(a: FileRecord, b: FileRecord): boolean {
  return a.ino === b.ino && a.dev === b.dev && elsewhere(a) === elsewhere(b)
}

/** What tells one inode from another. */
export type Inode = Pick<Stat, 'dev' | 'ino'> & OnHost

/** One string per inode, usable as a map key. */
export function inodeKey(file: Inode): string {
  const { dev, ino } = file
  const host = elsewhere(file)
  return host === undefined ? `${dev}:${ino}` : `${dev}:${ino}:${host}`
}

/** `root` as path fields, or undefined where the record has none. */
export function rootOf({
  root,
  root64,
}: Pick<FileRecord, 'root' | 'root64'>): PathFields | undefined {
  if (root !== undefined) return { path: root }
  return root64 === undefined ? undefined : { path64: root64 }
}

/** The fields that say which root a file was found below. @param root absolute, lexically normal */
export function rootFields(root: Buffer) {
  const { path, path64 } = pathFields(root)
  return path !== undefined ? { root: path } : { root64: path64! }
}
