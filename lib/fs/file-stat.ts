import { lstatSync } from 'node:fs'
import { native } from './native/native.js'
import type { FileStat } from './native/statx.js'

export type { FileStat } from './native/statx.js'

const BIGINT = { bigint: true } as const

/** Who looks at fewer files is done before koffi is loaded. */
const MANY = 4096

let looks = 0
let statx: ((path: string) => FileStat | undefined) | undefined

/**
 * `lstat`. Node makes some thirty objects for each file, which takes as long as the kernel does; so where
 * there are many, the C library is asked, and Node for the rest: other names, and errors.
 * @param path a string is ASCII
 * @throws {NodeJS.ErrnoException}
 */
export function fileStat(path: string | Buffer): FileStat {
  if (looks++ === MANY) statx = native()?.statx
  const stat = typeof path === 'string' ? statx?.(path) : undefined
  return stat ?? lstatSync(path, BIGINT)
}
