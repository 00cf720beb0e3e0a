// File records of files that are there, as dd-walk would write them.
import { lstatSync } from 'node:fs'
import type { FileRecord } from '../../lib/record/file.js'
import { pathFields } from '../../lib/record/path.js'

export function listed(path: string | Buffer, fields: Partial<FileRecord> = {}): FileRecord {
  const stat = lstatSync(path, { bigint: true })
  return {
    type: 'file',
    ...pathFields(Buffer.from(path)),
    size: Number(stat.size),
    dev: String(stat.dev),
    ino: String(BigInt.asUintN(64, stat.ino)),
    nlink: Number(stat.nlink),
    mode: Number(stat.mode),
    uid: Number(stat.uid),
    gid: Number(stat.gid),
    mtimeNs: String(stat.mtimeNs),
    ctimeNs: String(stat.ctimeNs),
    blocks: Number(stat.blocks),
    ...fields,
  } as FileRecord
}

/** Records as lines of input. */
export function lines(records: readonly object[]): string {
  return records.map((record) => `${JSON.stringify(record)}\n`).join('')
}
