import { statfsSync } from 'node:fs'
import type { Clock } from '../record/proof.js'

// What can be relied on, by the type that statfs(2) tells.

const FUSE = 0x65735546

/** Inode numbers are made up on the way: two files may have one number. */
const MAKES_INODES_UP: ReadonlySet<number> = new Set([
  FUSE, // mergerfs, sshfs, ...
  0x6969, // NFS
  0x517b, // SMB
  0xff534d42, // CIFS
  0xfe534d42, // SMB2
  0x01021997, // 9P
  0x00c36400, // Ceph
  0x5346414f, // AFS
])

/** A local file system that shows files of another one. */
const STACKS: ReadonlySet<number> = new Set([
  0x794c7630, // overlayfs
  0x61756673, // aufs
  0xf15f, // eCryptfs
  0x786f4256, // VirtualBox shared folders
])

/** On a disk of this machine, with times that it keeps itself. What is not here may have others. */
const KEEPS_TIMES: ReadonlySet<number> = new Set([
  0xef53, // ext2, ext3, ext4
  0x58465342, // XFS
  0x9123683e, // Btrfs
  0xf2f52010, // F2FS
  0xca451a4e, // bcachefs
])

/** In memory. */
const NEVER_WRITES_BACK: ReadonlySet<number> = new Set([
  0x01021994, // tmpfs
  0x858458f6, // ramfs
  0x958458f6, // hugetlbfs
])

/** Files are what the kernel has to tell; they say 0 bytes, or a page, whatever they hold. */
const TALKS: ReadonlySet<number> = new Set([
  0x9fa0, // proc
  0x62656572, // sysfs
  0x27e0eb, // cgroup
  0x63677270, // cgroup2
  0x64626720, // debugfs
  0x74726163, // tracefs
  0x62656570, // configfs
  0x73636673, // securityfs
  0xf97cff8c, // selinuxfs
  0x43415d53, // smackfs
  0x5a3c69f0, // apparmorfs
  0x6165676c, // pstore
  0xde5e81e4, // efivarfs
  0xcafe4a11, // bpf
  0x42494e4d, // binfmt_misc
  0x65735543, // fusectl
  0x7655821, // resctrl
  0x6e667364, // nfsd
  0x67596969, // rpc_pipefs
  0x6e736673, // nsfs
  0x1cd1, // devpts
])

/** The type of the file system that a name is on; undefined: it is gone, or cannot be asked. */
export function typeAt(path: Buffer | string): number | undefined {
  try {
    return statfsSync(path).type
  } catch {
    return undefined
  }
}

/** The same for an open file. */
export function typeOfOpen(fd: number): number | undefined {
  return typeAt(`/proc/self/fd/${fd}`)
}

/** Are equal inode numbers, on one device, one file? */
export function hasOwnInodes(type: number): boolean {
  return !MAKES_INODES_UP.has(type)
}

/** May a file here be one of another file system, which is on another device? */
export function isStack(type: number): boolean {
  return STACKS.has(type) || MAKES_INODES_UP.has(type)
}

/** tmpfs and ramfs: what is there is gone when the machine stops. */
const IN_MEMORY: ReadonlySet<number> = new Set([0x01021994, 0x858458f6])

export function isInMemory(type: number): boolean {
  return IN_MEMORY.has(type)
}

export function clockOf(type: number | undefined): Clock {
  if (type === undefined || NEVER_WRITES_BACK.has(type) || TALKS.has(type)) return 'none'
  if (STACKS.has(type)) return 'none' // what is below it may be in memory
  return KEEPS_TIMES.has(type) ? 'own' : 'foreign'
}

/** Is it one of the kernel's own, where a size says nothing, and where reading may change what is there? */
export function isKernels(type: number): boolean {
  return TALKS.has(type)
}
