import { closeSync, openSync, readSync } from 'node:fs'
import type { Mount } from './mounts.js'

/** What a file system may be without. `dedupe`: blocks are shared by a file that is there already. */
export type Feature = 'hardlink' | 'symlink' | 'reflink' | 'dedupe'

/**
 * File systems that are known to be without, by their type in /proc/self/mountinfo. What is not here
 * may have it: overlay has what is below it, FUSE and network file systems what the other side has.
 */
const WITHOUT: { readonly [F in Feature]: ReadonlySet<string> } = {
  hardlink: setOf('vfat msdos exfat hfs ntfs fuse.rclone fuse.s3fs fuse.gcsfuse'),
  symlink: setOf('vfat msdos exfat hfs'),
  reflink: setOf(
    'ext2 ext3 ext4 tmpfs ramfs vfat msdos exfat f2fs jfs reiserfs hfs hfsplus ntfs ntfs3 udf',
    'minix nilfs2 gfs2 ubifs jffs2 squashfs erofs iso9660 cramfs 9p virtiofs ceph fuse fuseblk',
  ),
  dedupe: setOf('nfs nfs4 cifs smb3 zfs'),
}

function setOf(...types: readonly string[]): ReadonlySet<string> {
  return new Set(types.join(' ').split(' '))
}

/**
 * Is a file system known to be without something?
 * @param xfsReflinks of an XFS: was it made with reflinks? undefined: not known
 * @returns what it is, for people; undefined: it has it, or nobody knows without a try
 */
export function lacking(
  feature: Feature,
  mount: Mount,
  xfsReflinks: () => boolean | undefined,
): string | undefined {
  const { type } = mount
  if (type === 'xfs' && feature === 'reflink')
    return xfsReflinks() === false ? 'xfs, made without reflinks' : undefined
  if (feature === 'reflink' && type.startsWith('fuse')) return type
  const known = type === 'fuseblk' && isExfat(mount.source) ? 'exfat' : type
  return WITHOUT[feature].has(known) ? known : undefined
}

/** A file system in user space may be anything; what lies on its disk tells, to who may read that. */
function isExfat(device: string): boolean {
  const start = Buffer.alloc(11)
  try {
    const fd = openSync(device, 'r')
    try {
      readSync(fd, start, 0, start.length, 0)
    } finally {
      closeSync(fd)
    }
  } catch {
    return false // not known, then
  }
  return start.toString('latin1', 3) === 'EXFAT   '
}
