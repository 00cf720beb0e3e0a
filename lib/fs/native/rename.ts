import type { Libc } from './libc.js'

const AT_FDCWD = -100
const RENAME_NOREPLACE = 1
const RENAME_EXCHANGE = 2

/** `renameat2(2)`: swap two names, or rename but never over something. */
export function bindRename({ func, checked }: Libc) {
  const renameat2 = func('int renameat2(int, uint8_t*, int, uint8_t*, unsigned int)')
  const rename = (flag: number) => (from: Buffer, to: Buffer) =>
    void checked('renameat2', renameat2(AT_FDCWD, cString(from), AT_FDCWD, cString(to), flag))
  return { exchange: rename(RENAME_EXCHANGE), renameNoReplace: rename(RENAME_NOREPLACE) }
}

function cString(path: Buffer): Buffer {
  return Buffer.concat([path, Buffer.of(0)])
}
