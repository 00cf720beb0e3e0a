// Records for tests, built from little.
import type { FileRecord } from '../../lib/record/file.js'

let inode = 1000

/** A file record as dd-walk writes it; each call gets an inode of its own unless it is given one. */
export function file(path: string, fields: Partial<FileRecord> = {}): FileRecord {
  return {
    type: 'file',
    path,
    root: '/',
    size: 4096,
    dev: '1',
    ino: String(inode++),
    nlink: 1,
    mode: 0o100644,
    uid: 1000,
    gid: 1000,
    mtimeNs: '1600000000000000000',
    ctimeNs: '1600000000000000000',
    blocks: 8,
    ...fields,
  } as FileRecord
}
