import { isOutOfDescriptors } from '../../record/system-error.js'
import { requireOwn } from '../own-packages.js'
import { bindAttributes, type Attributes } from './attributes.js'
import { bindByAddress, type ByAddress } from './by-address.js'
import { bindDedupe } from './dedupe.js'
import { bindFiemap, type Extent } from './fiemap.js'
import { openLibc, type Koffi } from './libc.js'
import { bindLock } from './lock.js'
import { bindMountId } from './mount-id.js'
import { bindRename } from './rename.js'
import { bindSync } from './sync.js'
import { bindXattr } from './xattr.js'

/**
 * What the kernel can do and Node cannot, through koffi where that is installed and loads.
 * Every call throws an error with `code` (EXDEV, EINVAL, ...), as node:fs does.
 */
export type Native = {
  /** Swap two names in one step: `renameat2(RENAME_EXCHANGE)`. */
  readonly exchange: (a: Buffer, b: Buffer) => void
  /** Rename, but never over something: `renameat2(RENAME_NOREPLACE)`. */
  readonly renameNoReplace: (from: Buffer, to: Buffer) => void
  /**
   * Let `to` share the blocks of `from` if the kernel, with both locked, finds the same bytes.
   * Changes no name, no time, no inode. False: the bytes differ, nothing was done.
   */
  readonly dedupe: (from: number, to: number, size: number) => boolean
  /**
   * The next extents of an open file from one byte on, in order; holes are left out. Empty: no more
   * of them. Undefined: the file system does not tell.
   */
  readonly extents: (fd: number, from: number) => readonly Extent[] | undefined
  /** What chattr(1) set on an open file or directory. Undefined: its file system has no such things. */
  readonly attributes: (fd: number) => Attributes | undefined
  /** Can files of the XFS that an open one is on share blocks? Undefined: it is on no XFS. */
  readonly xfsReflinks: (fd: number) => boolean | undefined
  /** Access and modification time of an open file, to the nanosecond. */
  readonly setTimes: (fd: number, atimeNs: bigint, mtimeNs: bigint) => void
  /** Write out all that the file system of an open file still holds in memory: `syncfs`. */
  readonly syncFileSystem: (fd: number) => void
  /** Exclusive lock on an open file, gone when the process is. False: another has it. */
  readonly lock: (fd: number) => boolean
  /** True: somebody has the file open for writing. Undefined: the kernel will not say. */
  readonly hasWriter: (fd: number) => boolean | undefined
  /** The file's extended attributes, names and values, in one comparable string. */
  readonly xattrs: (fd: number) => string
  readonly setXattr: (fd: number, name: string, value: Buffer) => void
  /** The value of one attribute, by the path of its file; undefined: it has none, or none that is not empty. */
  readonly attribute: (path: Buffer, name: string) => Buffer | undefined
  /** End the process at once, as `_exit(2)`. */
  readonly exit: (status: number) => void
  /** For many files: listing, looking, opening, reading. Undefined: not on this machine. */
  readonly byAddress: ByAddress | undefined
  /** The kernel's number of the mount that an open file was reached through. The function may be missing. */
  readonly mountId: ((fd: number) => string | undefined) | undefined
}

let loaded: Native | undefined | null = null

/**
 * The native calls, or undefined where koffi is not there, or the system is not Linux.
 * @throws EMFILE, ENFILE: no file could be opened to load it
 */
export function native(): Native | undefined {
  if (loaded === null) loaded = process.env.DD_TOOLS_NATIVE === '0' ? undefined : load()
  return loaded
}

/** Where Node has something to write when the process ends, as a profile, it is to end as Node does. */
const hasFarewell = process.execArgv.length > 0 || process.env.NODE_V8_COVERAGE !== undefined

/**
 * koffi syncs the standard streams when the process ends: that takes long where they are files, and
 * where it fails the process hangs for ever. So who has loaded it ends without its farewell.
 */
export function endPlainly(): void {
  if (!hasFarewell) process.on('exit', (status) => loaded?.exit(status))
}

/** Who ran for fewer milliseconds had V8 compile next to nothing, and is not to load koffi for its end. */
const LONG_MS = 500

/**
 * Does `process.exit()` end the process at once? Node itself first waits for the threads that compile: one
 * of those may be waiting for this one to collect garbage, and then both wait for ever
 * (https://github.com/nodejs/node/issues/54918). Where koffi is not there, that cannot be helped.
 */
export function endsAtOnce(): boolean {
  if (hasFarewell) return false
  return Boolean(loaded ?? (performance.now() > LONG_MS && nativeOrNone()))
}

function nativeOrNone(): Native | undefined {
  try {
    return native()
  } catch {
    return undefined // too much is open: all that was to be done is done
  }
}

function load(): Native | undefined {
  if (process.platform !== 'linux') return undefined
  try {
    const libc = openLibc(requireOwn('koffi') as Koffi)
    return {
      ...bindRename(libc),
      ...bindDedupe(libc),
      ...bindFiemap(libc),
      ...bindAttributes(libc),
      ...bindSync(libc),
      ...bindLock(libc),
      ...bindXattr(libc),
      ...bindByAddress(libc),
      ...bindMountId(libc),
      exit: libc.func('void _exit(int)'),
    }
  } catch (error) {
    if (isOutOfDescriptors(error)) throw error // it may be there: not to be done without
    return undefined
  }
}
