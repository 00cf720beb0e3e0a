import { inodeOf, type FileStat } from '../fs/file-stat.js'

/** A directory on the way down, and what all names in it have in common. Strings are latin1. */
export type Directory = {
  /** Absolute; empty for `/`, so that `path + '/' + name` is right for all. */
  readonly path: string
  /** The operand, or the nearest symlinked directory: no component of `path` below it is a symlink. */
  readonly root: string
  /** Components below the operand, each with a slash behind it; empty for the operand itself. */
  readonly below: string
  /** How many they are. */
  readonly depth: number
  readonly dev: bigint
  readonly ino: bigint
  /** Set when it is listed: its path and all names in it are plain, which saves a test for each. */
  isPlain: boolean
}

type Identity = Pick<Directory, 'dev' | 'ino'>

/** The device and inode of what was looked at. */
export function identityOf(stat: FileStat): Identity {
  return { dev: stat.dev, ino: inodeOf(stat) }
}

/** The directory that an operand names, or that a file operand is in. */
export function topDirectory(path: string, { dev, ino }: Identity): Directory {
  const own = path === '/' ? '' : path
  return { path: own, root: path, below: '', depth: 0, dev, ino, isPlain: false }
}

/** @param linked it was reached through a symlink, and so is a root of its own */
export function subDirectory(
  parent: Directory,
  name: string,
  { dev, ino }: Identity,
  linked: boolean,
): Directory {
  const path = `${parent.path}/${name}`
  const root = linked ? path : parent.root
  const below = `${parent.below}${name}/`
  return { path, root, below, depth: parent.depth + 1, dev, ino, isPlain: false }
}
