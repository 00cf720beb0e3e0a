import type { BigIntStats } from 'node:fs'
import type { Disk } from '../fs/disk.js'
import { NO_LINKS, OpenDirs } from '../fs/open-dirs.js'
import type { FileRecord } from '../record/file.js'
import { pathBytes, type PathFields } from '../record/path.js'
import type { Row } from './journal-row.js'
import { recordAt } from './scene.js'
import { rowBytes, rowPath, rowRoot } from './step-row.js'

// What became, since a run, of the files that its journal names.

/** The keeper as it is now. @throws {Error} it is gone, or too short to hold what it kept */
export function keeperNow(row: Row, disk: Disk): FileRecord {
  const path = rowPath(row.keep)
  const keep = { ...recordAt(path, look(disk, path, 'its keeper')), ...rowRoot(row, row.keep) }
  if (keep.size >= (rowBytes(row).bytes ?? Number(row.size))) return keep
  throw new Error(`its keeper "${pathBytes(path)}" is shorter than it was`)
}

/** @throws {Error} there is no regular file now @param what as in `its keeper` */
export function look(disk: Disk, path: PathFields, what: string): BigIntStats {
  const stat = lstat(disk, path)
  if (stat?.isFile()) return stat
  throw new Error(`${what} "${pathBytes(path)}" is gone`)
}

/** Undefined: nothing is there. */
export function lstat(disk: Disk, path: PathFields): BigIntStats | undefined {
  const dirs = new OpenDirs(disk)
  try {
    return disk.lstat(dirs.place(pathBytes(path), NO_LINKS))
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
    throw error
  } finally {
    dirs.closeAll()
  }
}
