import * as fs from 'node:fs'
import { abilitiesOf } from './abilities.js'
import type { Dir, Disk, Metadata, Place } from './disk.js'
import { native } from './native/native.js'
import { readAttribute } from './read-attribute.js'
import { setTimes } from './set-times.js'
import { setXattrByTool, xattrsByTool } from './xattr-tools.js'

const { O_RDONLY, O_WRONLY, O_CREAT, O_EXCL, O_DIRECTORY, O_NOFOLLOW, O_NONBLOCK } = fs.constants
const O_NOATIME = fs.constants.O_NOATIME ?? 0
const PROC_FD = '/proc/self/fd'
const HAS_PROC_FD = fs.existsSync(PROC_FD)

/**
 * How the kernel reaches a name through an open directory. Without /proc (macOS, or a jail) it is
 * the plain path, and the protection against swapped parents is gone: risk R3 of dd-apply(1).
 */
export function at({ dir, name }: Place): Buffer {
  const base = HAS_PROC_FD ? Buffer.from(`${PROC_FD}/${dir.fd}/`) : Buffer.concat([dir.path, SLASH])
  return Buffer.concat([base, name])
}

const SLASH = Buffer.from('/')

/** The disk of this machine. */
export function realDisk(): Disk {
  const calls = native()
  return {
    ...READS,
    ...CHANGES,
    abilities: abilitiesOf(calls, at),
    hasWriter: (fd) => calls?.hasWriter(fd),
    xattrs: (fd) => (calls ? calls.xattrs(fd) : xattrsByTool(fd)),
    renameNoReplace: (from, to) => renameNoReplace(from, to, calls?.renameNoReplace),
    ...(calls && {
      exchange: (a: Place, b: Place) => calls.exchange(at(a), at(b)),
      dedupe: calls.dedupe,
      syncNames: (dir: Dir) => syncNames(dir, calls.syncFileSystem),
    }),
  }
}

const READS = {
  openDir: (path: Buffer): Dir => ({ fd: fs.openSync(path, O_RDONLY | O_DIRECTORY), path }),
  openDirAt: (place: Place): Dir => ({
    fd: fs.openSync(at(place), O_RDONLY | O_DIRECTORY | O_NOFOLLOW),
    path: Buffer.concat([place.dir.path, SLASH, place.name]),
  }),
  closeDir: ({ fd }: Dir) => fs.closeSync(fd),
  lstat: (place: Place) => fs.lstatSync(at(place), { bigint: true, throwIfNoEntry: false }),
  readlink: (place: Place) => fs.readlinkSync(at(place), { encoding: 'buffer' }),
  open: (place: Place) => openForReading(at(place)),
  fstat: (fd: number) => fs.fstatSync(fd, { bigint: true }),
  read: (fd: number, buffer: Buffer, position: number) =>
    fs.readSync(fd, buffer, 0, buffer.length, position),
  close: (fd: number) => fs.closeSync(fd),
  isUnmounted: (dir: Dir) =>
    fs.fstatSync(dir.fd).dev === fs.statSync('/').dev && isEmpty(at(hereIn(dir))),
  copies: (place: Place) => {
    if (fs.statfsSync(at(hereIn(place.dir))).type !== FUSE) return 1
    const path = Buffer.concat([place.dir.path, SLASH, place.name]) // getfattr has no fd of ours
    const paths = readAttribute(path.toString('latin1'), 'user.mergerfs.allpaths')
    return Math.max(1, paths?.split('\0').filter(Boolean).length ?? 1)
  },
}

const FUSE = 0x65735546

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
  sync: (fd: number) => fs.fsyncSync(fd),
  link: (from: Place, to: Place) => fs.linkSync(at(from), at(to)),
  rename: (from: Place, to: Place) => fs.renameSync(at(from), at(to)),
  unlink: (place: Place) => fs.unlinkSync(at(place)),
  symlink: (target: Buffer, place: Place) => fs.symlinkSync(target, at(place)),
  mkdir: (place: Place, mode?: number) => fs.mkdirSync(at(place), mode),
  rmdir: (place: Place) => fs.rmdirSync(at(place)),
  create: (place: Place) => fs.openSync(at(place), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600),
  write: (fd: number, bytes: Buffer) => writeAll(fd, bytes),
  extend: (fd: number, size: number) => fs.ftruncateSync(fd, size),
  clone: (fd: number, place: Place) =>
    fs.copyFileSync(
      `${PROC_FD}/${fd}`,
      at(place),
      fs.constants.COPYFILE_FICLONE_FORCE | fs.constants.COPYFILE_EXCL,
    ),
  setMetadata,
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
export function writeAll(fd: number, bytes: Buffer): void {
  for (let done = 0; done < bytes.length;) done += fs.writeSync(fd, bytes, done)
}

function renameNoReplace(
  from: Place,
  to: Place,
  call: ((from: Buffer, to: Buffer) => void) | undefined,
): void {
  try {
    if (call) return call(at(from), at(to))
  } catch (error) {
    // File systems without the flag (some FUSE ones) say EINVAL, old kernels ENOSYS: link and unlink do the same.
    const { code } = error as NodeJS.ErrnoException
    if (code !== 'EINVAL' && code !== 'ENOSYS') throw error
  }
  fs.linkSync(at(from), at(to))
  fs.unlinkSync(at(from))
}

/** Where syncfs is known to commit every name: ext4, xfs, btrfs, tmpfs. FUSE says yes and does nothing. */
const SYNCED_WHOLE = new Set([0xef53, 0x58465342, 0x9123683e, 0x01021994])

function syncNames(dir: Dir, syncFileSystem: (fd: number) => void): boolean {
  const { type } = fs.statfsSync(at(hereIn(dir)))
  if (!SYNCED_WHOLE.has(type)) return false
  syncFileSystem(dir.fd)
  fs.fsyncSync(dir.fd) // kernels before 5.8 tell no error from syncfs
  return true
}

function setMetadata(fd: number, { uid, gid, mode, mtimeNs, xattrs }: Metadata): void {
  const now = fs.fstatSync(fd)
  if (now.uid !== uid || now.gid !== gid) fs.fchownSync(fd, uid, gid)
  fs.fchmodSync(fd, mode & 0o7777)
  if (xattrs !== undefined) setXattrs(fd, JSON.parse(xattrs))
  setTimes(fd, mtimeNs)
}

type Xattr = readonly [name: string, base64: string]

function setXattrs(fd: number, wanted: readonly Xattr[]): void {
  const setXattr = native()?.setXattr ?? setXattrByTool
  for (const [name] of xattrsOf(fd))
    if (ACLS.has(name) && !wanted.some((other) => other[0] === name)) setXattr(fd, name, NO_ACL)
  for (const [name, value] of wanted) setXattr(fd, name, Buffer.from(value, 'base64'))
}

/** What a new file inherits of its directory. */
const ACLS = new Set(['system.posix_acl_access', 'system.posix_acl_default'])

/** The number of the format, and no entries: takes an ACL away. */
const NO_ACL = Buffer.from([2, 0, 0, 0])

function xattrsOf(fd: number): Xattr[] {
  const calls = native()
  return JSON.parse((calls ? calls.xattrs(fd) : xattrsByTool(fd)) ?? '[]')
}
