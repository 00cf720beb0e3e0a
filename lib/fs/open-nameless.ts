import { constants, openSync, unlinkSync } from 'node:fs'
import { join } from 'node:path'

/** Not among Node's constants: __O_TMPFILE | O_DIRECTORY. */
const O_TMPFILE = 0o20000000 | constants.O_DIRECTORY

/**
 * Open a file in `dir`, to read and write, that has no name: the kernel frees it however the process
 * ends, `kill -9` included. Where the file system makes no such files, its name is removed at once.
 * @throws {NodeJS.ErrnoException}
 */
export function openNameless(dir: string): number {
  try {
    return openSync(dir, O_TMPFILE | constants.O_RDWR, 0o600)
  } catch {
    const path = join(dir, `.dd-tools-${process.pid}-${process.hrtime.bigint()}`)
    const fd = openSync(path, 'wx+', 0o600)
    unlinkSync(path)
    return fd
  }
}
