import type { BigIntStats } from 'node:fs'
import type { Dir, Disk, Place } from '../fs/disk.js'
import { NO_LINKS, type OpenDirs } from '../fs/open-dirs.js'
import { rootOf, type FileRecord } from '../record/file.js'
import { pathBytes, type PathFields } from '../record/path.js'
import type { StepRecord } from '../record/step.js'
import type { Durable } from './durable.js'
import { Refusal } from './refusal.js'
import type { SameBytes } from './same-bytes.js'

/** What the parts of an apply run share. */
export type Run = {
  readonly disk: Disk
  readonly dirs: OpenDirs
  readonly compare: SameBytes
  readonly durable: Durable
  /** Lets signals in. @throws {Refusal} `interrupted`: the run is to end */
  readonly breathe: () => Promise<void>
  /** `stat`: believe the plan's digest where size, times and inode are as planned. */
  readonly verify: 'bytes' | 'stat'
  /** Files modified in the last so many milliseconds are left alone. */
  readonly minAgeMs: number
  /** See `Witness`. */
  readonly witness: { readonly saw: (step: StepRecord) => boolean }
  /** What stays may be in memory only (tmpfs, ramfs). */
  readonly allowTmpfs: boolean
  /** So many open directories end a batch. */
  readonly maxDirs: number
  /** Open directories in which names may be made and removed. */
  readonly changeable: WeakSet<Dir>
}

/** A step that was looked at: where its names are, and what was there. */
export type Scene = {
  readonly step: StepRecord
  readonly place: Place
  readonly stat: BigIntStats
  /** Absent for an empty file and for a move back. */
  readonly keep?: { readonly place: Place; readonly stat: BigIntStats }
  /** `algo:hex` of the content. */
  readonly hash: string
  /** The plan's digest is believed: bytes need not be compared. */
  readonly trusted: boolean
  /** Extended attributes of the file, as the journal keeps them; see `ownXattrs`. */
  readonly xattrs?: string
}

/** What stands at a name that is to be restored: nothing, a hard link or a symlink to the keeper. */
export type Standing = '' | 'hardlink' | 'symlink'

/** A step that may be carried out, as far as looking could tell. */
export type Ready = Scene & {
  /** `copy`. */
  readonly standing?: Standing
  /** `pool-link`: how many directories are to be made for it; undefined: what stands there will do. */
  readonly made?: number
}

/** Where a record's name is, in an open directory. */
export function placeOf(run: Run, file: FileRecord): Place {
  const root = rootOf(file)
  return locate(() => run.dirs.place(pathBytes(file), root && pathBytes(root)))
}

/** Where a path of the journal is: none of its directories may be a symbolic link. */
export function placeOfPath(run: Run, path: PathFields): Place {
  return locate(() => run.dirs.place(pathBytes(path), NO_LINKS))
}

/** Errors that mean: what was planned is not there any more. */
const GONE = new Set(['ENOENT', 'ENOTDIR', 'ELOOP', 'ENXIO'])

function locate<T>(find: () => T, what = 'a directory of its path'): T {
  try {
    return find()
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === undefined || !GONE.has(code)) throw error
    const now = code === 'ENOENT' ? 'is gone' : 'was replaced'
    throw new Refusal(code === 'ENOENT' ? 'gone' : 'changed', `${what} ${now}`)
  }
}

/** Open for reading, work, close. @throws {Refusal} it is gone, or no longer a file */
export async function withFile<T>(
  { disk }: Run,
  place: Place,
  what: string,
  work: (fd: number) => T | Promise<T>,
): Promise<T> {
  const fd = locate(() => disk.open(place), what)
  try {
    return await work(fd)
  } finally {
    disk.close(fd)
  }
}

/** @throws {Refusal} `changed`: not the regular file that was planned */
export function asPlanned(stat: BigIntStats, planned: FileRecord, what: string): void {
  if (!stat.isFile()) throw new Refusal('changed', `${what} is no longer a regular file`)
  const same =
    inode(stat) === planned.ino &&
    stat.size === BigInt(planned.size) &&
    stat.mtimeNs === BigInt(planned.mtimeNs)
  if (!same) throw new Refusal('changed', `${what} changed since it was planned`)
}

/** The same file, with the same size and modification time? `ctime` changes when a name does. */
export function unchanged(a: BigIntStats, b: BigIntStats): boolean {
  return sameFile(a, b) && a.size === b.size && a.mtimeNs === b.mtimeNs && a.isFile() && b.isFile()
}

export function sameFile(a: BigIntStats, b: BigIntStats): boolean {
  return a.ino === b.ino && a.dev === b.dev
}

/** Has it the size and time that it is to have, and its mode, or as much of that as could be given? */
export function isRestored(now: BigIntStats, file: FileRecord): boolean {
  return (
    now.isFile() &&
    now.size === BigInt(file.size) &&
    now.mtimeNs === BigInt(file.mtimeNs) &&
    (Number(now.mode) & 0o7777 & ~file.mode) === 0
  )
}

/** The coarsest times of a common file system are those of FAT. */
const COARSE_NS = 2_000_000_000n

/** May one modification time, in nanoseconds, be the other as another file system has it? */
export function isAbout(a: bigint, b: bigint): boolean {
  return a - b <= COARSE_NS && b - a <= COARSE_NS
}

/** Node gives inodes above 2^63 as negative numbers. */
export function inode({ ino }: BigIntStats): string {
  return BigInt.asUintN(64, ino).toString()
}

/** The record of a file as it is now. */
export function recordAt(path: PathFields, stat: BigIntStats): FileRecord {
  return {
    type: 'file',
    ...path,
    size: Number(stat.size),
    dev: String(BigInt.asUintN(64, stat.dev)),
    ino: inode(stat),
    nlink: Number(stat.nlink),
    mode: Number(stat.mode),
    uid: Number(stat.uid),
    gid: Number(stat.gid),
    mtimeNs: String(stat.mtimeNs),
    ctimeNs: String(stat.ctimeNs),
    blocks: Number(stat.blocks),
  }
}
