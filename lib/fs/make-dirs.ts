import { closeSync, constants, fsyncSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * Make a directory, and those above it that are not there; durable on return. Not by `recursive` of
 * Node: it says of a read-only disk that there is no such file, and never ends in /proc.
 * @throws {NodeJS.ErrnoException} of the first directory that cannot be made: EROFS, EACCES, ENOTDIR, ...
 */
export function makeDirs(dir: string, mode: number): void {
  try {
    makeDir(dir, mode)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || dirname(dir) === dir) throw error
    makeDirs(dirname(dir), mode)
    makeDir(dir, mode)
  }
}

/** What has its name already is for others to look at. */
function makeDir(dir: string, mode: number): void {
  try {
    mkdirSync(dir, { mode })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return
    throw error
  }
  syncDir(dirname(dir))
}

/** Make the names in a directory durable. */
export function syncDir(path: string): void {
  const fd = openSync(path, constants.O_RDONLY)
  try {
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}
