import * as fs from 'node:fs'
import { abilitiesOf } from './abilities.js'
import type { Dir, Disk, Place } from './disk.js'
import { joinPath, splitPath } from '../record/path.js'
import { clockOf, typeOfOpen } from './file-system.js'
import { native, type Native } from './native/native.js'
import { readAttribute } from './read-attribute.js'
import { renameByLink, renameOverClaim } from './rename-by-link.js'
import { setMetadata } from './set-metadata.js'
import { xattrsByTool } from './xattr-tools.js'

const { O_RDONLY, O_WRONLY, O_CREAT, O_EXCL, O_DIRECTORY, O_NOFOLLOW, O_NONBLOCK } = fs.constants
const O_NOATIME = fs.constants.O_NOATIME ?? 0
/** Linux only, and not among Node's constants. */
const O_PATH = process.platform === 'linux' ? 0o10000000 : O_RDONLY
const PROC_FD = '/proc/self/fd'
const HAS_PROC_FD = fs.existsSync(PROC_FD)

/**
 * How the kernel reaches a name through an open directory. Without /proc (macOS, or a jail) it is
 * the plain path, and the protection against swapped parents is gone: risk R3 of dd-apply(1).
 */
export function at({ dir, name }: Place): Buffer {
  if (!HAS_PROC_FD) return joinPath(dir.path, name)
  const above = `${PROC_FD}/${dir.fd}/`
  const path = Buffer.allocUnsafe(above.length + name.length)
  name.copy(path, path.write(above, 'latin1'))
  return path
}

/** The disk of this machine. */
export function realDisk(): Disk {
  const calls = native()
  return {
    ...READS,
    ...CHANGES,
    abilities: abilitiesOf(calls, at),
    hasWriter: (fd) => calls?.hasWriter(fd),
    xattrs: (fd) => (calls ? calls.xattrs(fd) : xattrsByTool(fd)),
    renameNoReplace: (from, to) => renameNoReplace(from, to, calls, renameByLink),
    renameAside: (from, to) => renameNoReplace(from, to, calls, renameOverClaim),
    ...(calls && {
      exchange: (a: Place, b: Place) => calls.exchange(at(a), at(b)),
      dedupe: calls.dedupe,
      syncNames: (dir: Dir) => syncNames(dir, calls.syncFileSystem),
    }),
  }
}

const READS = {
  openDir: (path: Buffer): Dir => ({ fd: fs.openSync(path, O_RDONLY | O_DIRECTORY), path }),
  openDirAt: (place: Place, onTheWay = false): Dir => ({
    fd: fs.openSync(at(place), (onTheWay ? O_PATH : O_RDONLY) | O_DIRECTORY | O_NOFOLLOW),
    path: pathOf(place),
  }),
  closeDir: ({ fd }: Dir) => fs.closeSync(fd),
  lstat: (place: Place) => fs.lstatSync(at(place), { bigint: true, throwIfNoEntry: false }),
  readlink: (place: Place) => fs.readlinkSync(at(place), { encoding: 'buffer' }),
  open: (place: Place) => openForReading(at(place)),
  fstat: (fd: number) => fs.fstatSync(fd, { bigint: true }),
  read: (fd: number, buffer: Buffer, position: number) =>
    fs.readSync(fd, buffer, 0, buffer.length, position),
  close: (fd: number) => fs.closeSync(fd),
  clock: (fd: number) => clockOf(typeOfOpen(fd)),
  isEmpty: (dir: Dir) => isEmpty(at(hereIn(dir))),
  isUnmounted: (dir: Dir) =>
    fs.fstatSync(dir.fd).dev === fs.statSync('/').dev && isEmpty(at(hereIn(dir))),
  fileSystem: (fd: number) => typeOfOpen(fd) ?? 0,
  copies: (place: Place) => {
    if (fs.statfsSync(at(hereIn(place.dir))).type !== FUSE) return 1
    const path = joinPath(place.dir.path, place.name) // getfattr has no fd of ours
    const paths = readAttribute(path.toString('latin1'), 'user.mergerfs.allpaths')
    return Math.max(1, paths?.split('\0').filter(Boolean).length ?? 1)
  },
}

const FUSE = 0x65735546

/** The path of a directory in a directory, of which no part is a symlink. */
function pathOf({ dir: { path }, name }: Place): Buffer {
  if (name.equals(DOT)) return path
  return name.equals(DOTS) ? splitPath(path).dir : joinPath(path, name)
}

const DOT = Buffer.from('.')
const DOTS = Buffer.from('..')

function isEmpty(path: Buffer): boolean {
  const dir = fs.opendirSync(path)
  try {
    return dir.readSync() === null
  } finally {
    dir.closeSync()
  }
}

/** The directory itself, as a name in it. */
function hereIn(dir: Dir): Place {
  return { dir, name: Buffer.from('.') }
}

const CHANGES = {
  sync,
  link: (from: Place, to: Place) => fs.linkSync(at(from), at(to)),
  rename: (from: Place, to: Place) => fs.renameSync(at(from), at(to)),
  unlink: (place: Place) => fs.unlinkSync(at(place)),
  symlink: (target: Buffer, place: Place) => fs.symlinkSync(target, at(place)),
  mkdir: (place: Place, mode?: number) => fs.mkdirSync(at(place), mode),
  rmdir: (place: Place) => fs.rmdirSync(at(place)),
  create: (place: Place) => fs.openSync(at(place), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600),
  write: (fd: number, bytes: Buffer, position: number) => writeAll(fd, bytes, position),
  extend: (fd: number, size: number) => fs.ftruncateSync(fd, size),
  clone: (fd: number, place: Place) =>
    fs.copyFileSync(
      `${PROC_FD}/${fd}`,
      at(place),
      fs.constants.COPYFILE_FICLONE_FORCE | fs.constants.COPYFILE_EXCL,
    ),
  setMetadata,
}

/** squashfs, iso9660 and the like say one of these: nothing of theirs waits to be written. */
const NOTHING_TO_SYNC = new Set(['EINVAL', 'EROFS', 'ENOTSUP'])

function sync(fd: number): void {
  try {
    fs.fsyncSync(fd)
  } catch (error) {
    if (!NOTHING_TO_SYNC.has(String((error as NodeJS.ErrnoException).code))) throw error
  }
}

/** Not every owner of a readable file may leave its access time alone; reading it still may be allowed. */
function openForReading(path: Buffer): number {
  const flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK
  try {
    return fs.openSync(path, flags | O_NOATIME)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') throw error
    return fs.openSync(path, flags)
  }
}

/** One record is one write; a short one (a full disk, a signal) is completed or throws. */
export function writeAll(fd: number, bytes: Buffer, position?: number): void {
  for (let done = 0; done < bytes.length;) {
    const at = position === undefined ? null : position + done
    done += fs.writeSync(fd, bytes, done, bytes.length - done, at)
  }
}

/** File systems without the flag (some FUSE ones, NFS) say EINVAL, old kernels ENOSYS. */
const NO_FLAG = new Set(['EINVAL', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP'])

function renameNoReplace(
  from: Place,
  to: Place,
  calls: Native | undefined,
  otherwise: typeof renameByLink,
): void {
  try {
    if (calls) return calls.renameNoReplace(at(from), at(to))
  } catch (error) {
    if (!NO_FLAG.has(String((error as NodeJS.ErrnoException).code))) throw error
  }
  otherwise({ ...READS, ...CHANGES }, from, to)
}

/** Where syncfs is known to commit every name: ext4, xfs, btrfs, tmpfs. FUSE says yes and does nothing. */
const SYNCED_WHOLE = new Set([0xef53, 0x58465342, 0x9123683e, 0x01021994])

/** See `Disk.syncNames`. @returns false: nobody knows whether the call does it there, and nothing was done */
export function syncNames(dir: Dir, syncFileSystem: (fd: number) => void): boolean {
  const { type } = fs.statfsSync(at(hereIn(dir)))
  if (!SYNCED_WHOLE.has(type)) return false
  syncFileSystem(dir.fd)
  fs.fsyncSync(dir.fd) // kernels before 5.8 tell no error from syncfs
  return true
}
