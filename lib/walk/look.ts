import { constants, statSync, type BigIntStats } from 'node:fs'
import { fileStat, fileStatOf, type FileStat } from '../fs/file-stat.js'
import type { OnFault } from '../record/fault.js'
import { kernelPath, latin1Fields } from './latin1-path.js'

const STRICT = { bigint: true } as const
const LENIENT = { bigint: true, throwIfNoEntry: false } as const

/**
 * `lstat`. Undefined where it fails, which is a fault: also when the name has just gone.
 * @param plain the path is known to be ASCII
 */
export function look(path: string, fault: OnFault, plain = false): FileStat | undefined {
  try {
    return fileStat(plain ? path : kernelPath(path))
  } catch (cause) {
    fault({ doing: 'stat', path: latin1Fields(path), cause })
    return undefined
  }
}

/**
 * What a symlink leads to. Undefined where that fails, which is a fault.
 * @param required false: to lead nowhere is no fault
 */
export function lookThrough(path: string, required: boolean, fault: OnFault): FileStat | undefined {
  try {
    const stat = statSync(kernelPath(path), required ? STRICT : LENIENT)
    return stat && fileStatOf(stat as BigIntStats)
  } catch (cause) {
    fault({ doing: 'follow', path: latin1Fields(path), cause })
    return undefined
  }
}

export type Kind = 'file' | 'directory' | 'link' | 'other'

const { S_IFMT, S_IFREG, S_IFDIR, S_IFLNK } = constants

export function kindOf({ mode }: FileStat): Kind {
  const type = mode & S_IFMT
  if (type === S_IFREG) return 'file'
  if (type === S_IFDIR) return 'directory'
  return type === S_IFLNK ? 'link' : 'other'
}
