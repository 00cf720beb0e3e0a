import type { BigIntStats } from 'node:fs'
import type { Clock } from '../record/proof.js'
import type { Feature } from './lacks.js'
import type { Attributes } from './native/attributes.js'
import type { SharedBlocks } from './shared-blocks.js'

/**
 * An open directory. Everything below is done relative to it, so that a parent that is swapped for
 * a symlink meanwhile cannot lead elsewhere.
 */
export type Dir = { readonly fd: number; readonly path: Buffer }

/** A name in an open directory. */
export type Place = { readonly dir: Dir; readonly name: Buffer }

/**
 * The one door to changing the disk: synchronous calls, so that their order is the order of the
 * lines. Tests pass one that fails, or stops for ever, at the nth change. All calls throw
 * `NodeJS.ErrnoException`.
 */
export type Disk = {
  /** A directory by its path; its last component may be a symlink. */
  readonly openDir: (path: Buffer) => Dir
  /**
   * A directory in a directory; never through a symlink.
   * @param onTheWay it need not be readable, and only names in it can be looked at or opened
   */
  readonly openDirAt: (place: Place, onTheWay?: boolean) => Dir
  readonly closeDir: (dir: Dir) => void
  /** Undefined: no such name. */
  readonly lstat: (place: Place) => BigIntStats | undefined
  readonly isEmpty: (dir: Dir) => boolean
  /** Does nothing but an empty directory of the root file system wait there for a disk? */
  readonly isUnmounted: (dir: Dir) => boolean
  readonly readlink: (place: Place) => Buffer
  /** For reading, never through a symlink, never waiting for a FIFO's writer. */
  readonly open: (place: Place) => number
  readonly fstat: (fd: number) => BigIntStats
  /** @returns bytes read into `buffer`, 0 at the end of the file */
  readonly read: (fd: number, buffer: Buffer, position: number) => number
  readonly close: (fd: number) => void
  /** True: somebody has the file open for writing. Undefined: not known here. */
  readonly hasWriter: (fd: number) => boolean | undefined
  /** Files that have this name on the branches of a mergerfs pool; 1 elsewhere, and where it does not tell. */
  readonly copies: (place: Place) => number
  /** The `f_type` of statfs(2) where an open file is; 0 where the system has no such numbers. */
  readonly fileSystem: (fd: number) => number
  /** What would fail here, as far as that can be told without a try. Absent: nothing can. */
  readonly abilities?: Abilities
  /** Comparable; undefined where it cannot be read here. */
  readonly xattrs: (fd: number) => string | undefined
  /** How surely the times of an open file tell that it was changed. */
  readonly clock: (fd: number) => Clock

  // Changes.
  /** Durable on return; what is on a medium that cannot be written is so already. */
  readonly sync: (fd: number) => void
  /** Durable names in many directories at once. False: not to be had, or not to be trusted, here. */
  readonly syncNames?: (dir: Dir) => boolean
  readonly link: (from: Place, to: Place) => void
  /** Replaces what is at `to`, and does nothing to two names of one file: only over a proven thing of ours. */
  readonly rename: (from: Place, to: Place) => void
  /** Never replaces: EEXIST. @param from a name of ours: without `renameat2` it may be unlinked in a second step */
  readonly renameNoReplace: (from: Place, to: Place) => void
  /** The same for a name that others may use, to one of ours: what has it at that moment goes, and nothing else. */
  readonly renameAside: (from: Place, to: Place) => void
  /** Absent where the system cannot swap two names at once. */
  readonly exchange?: (a: Place, b: Place) => void
  readonly unlink: (place: Place) => void
  readonly symlink: (target: Buffer, place: Place) => void
  /** @param mode less the umask; default 0777 */
  readonly mkdir: (place: Place, mode?: number) => void
  readonly rmdir: (place: Place) => void
  /** A new, empty file, for writing: EEXIST if there is anything of that name. */
  readonly create: (place: Place) => number
  /** Writes all of it, also behind the end of the file. */
  readonly write: (fd: number, bytes: Buffer, position: number) => void
  /** The file ends at `size`, further than before: zeros that take no room on the disk, if it can. */
  readonly extend: (fd: number, size: number) => void
  /** A new file that shares the blocks of an open one: ENOTSUP, EXDEV where that cannot be. */
  readonly clone: (fd: number, place: Place) => void
  /** Absent without the kernel's dedupe call. False: the bytes differ, nothing was done. */
  readonly dedupe?: (from: number, to: number, size: number) => boolean
  /**
   * Owner, xattrs, then mode (changing the owner clears set-id bits), times last; an ACL that was inherited goes.
   * @param lacking what cannot be had here does not throw, but is told: `owner`, `attribute user.x`;
   *   nobody has more rights to the file because of it
   */
  readonly setMetadata: (fd: number, metadata: Metadata, lacking?: Lacking) => void
}

/** Is told of each part of a file's metadata, in words, that could not be given to it. */
export type Lacking = (what: string) => void

/** What a restored file gets back. `xattrs` as `Disk.xattrs` gives them. */
export type Metadata = {
  readonly uid: number
  readonly gid: number
  /** Permission bits. */
  readonly mode: number
  readonly mtimeNs: bigint
  readonly xattrs?: string
}

/**
 * What can be told of a change without making it. Undefined is never a no: only a try would tell.
 */
export type Abilities = {
  /** What the file system of a directory is, if it is known to be without something. */
  readonly lacks: (feature: Feature, dir: Dir) => string | undefined
  /** Was it mounted so that nothing in a directory can be changed? */
  readonly isReadOnly: (dir: Dir) => boolean
  /** Do two directories lie on two file systems? */
  readonly onTwoDisks: (a: Dir, b: Dir) => boolean
  /** Can no name of a file lead from one to the other: two mounts, two subvolumes? */
  readonly areApart: (a: Dir, b: Dir) => boolean
  /** Would the kernel let us make another name for a file, going by its owner and mode? */
  readonly mayLink: (place: Place, stat: BigIntStats) => boolean
  /** What chattr(1) set on an open file or directory. */
  readonly attributes: (fd: number) => Attributes | undefined
  /** What keeps us from writing to a file, or a directory: EACCES, EROFS, EPERM (immutable). */
  readonly writeError: (to: Place | Dir) => string | undefined
  /** Which blocks of an open file another one has too. */
  readonly sharedBlocks: (file: number, other: number, size: number) => SharedBlocks | undefined
}
