import { statfsSync } from 'node:fs'
import { pathBytes, type PathFields } from '../record/path.js'

// File systems whose inode numbers are made up on the way: two files may have one number.
const UNSURE = new Set([
  0x65735546, // FUSE: mergerfs, sshfs, ...
  0x6969, // NFS
  0x517b, // SMB
  0xff534d42, // CIFS
  0xfe534d42, // SMB2
  0x01021997, // 9P
  0x00c36400, // Ceph
  0x5346414f, // AFS
])

/** Device numbers to remember; a record may claim any. */
const MAX_DEVICES = 1024

/** A name, and the device that it is on. */
type Named = PathFields & { readonly dev: string }

/** Makes the function that tells whether equal inodes, on the file system of a record, are one file. */
export function inodeTrust(typeOf = fileSystemType): (record: Named) => boolean {
  const byDevice = new Map<string, boolean>()
  return (record) => {
    const known = byDevice.get(record.dev)
    if (known !== undefined) return known
    if (byDevice.size === MAX_DEVICES) byDevice.clear()
    const type = typeOf(pathBytes(record))
    const isTrusted = type !== undefined && !UNSURE.has(type)
    if (type !== undefined) byDevice.set(record.dev, isTrusted)
    return isTrusted
  }
}

function fileSystemType(path: Buffer): number | undefined {
  try {
    return statfsSync(path).type
  } catch {
    return undefined // it is gone: the next name will tell
  }
}
