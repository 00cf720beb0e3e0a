import type { BigIntStats } from 'node:fs'
import type { FileRecord } from './file.js'
import { pathFields } from './path.js'

/** The file record of a path that another tool named; no `root`, for none is known. */
export function statRecord(path: Buffer, stats: BigIntStats): FileRecord {
  return {
    type: 'file',
    ...pathFields(path),
    size: Number(stats.size),
    dev: unsigned(stats.dev),
    ino: unsigned(stats.ino),
    nlink: Number(stats.nlink),
    mode: Number(stats.mode),
    uid: Number(stats.uid),
    gid: Number(stats.gid),
    mtimeNs: String(stats.mtimeNs),
    ctimeNs: String(stats.ctimeNs),
    blocks: Number(stats.blocks),
  }
}

/** Node gives identities above 2^63 as negative numbers. */
function unsigned(id: bigint): string {
  return String(BigInt.asUintN(64, id))
}
