import { realpathSync } from 'node:fs'
import { UsageError } from '../record/fault.js'
import { absolutePath, isBelow, rebase, splitPath } from '../record/path.js'
import type { Branch, Pool } from './branch.js'

const ROOT = Buffer.from('/')

/** Where a path is: below a branch, or in the pool, on any of them. `below` starts with a slash. */
export type Located = { readonly below: Buffer; readonly branch: Branch | undefined }

/**
 * By the path as it is written, and, should that lead nowhere, by where its directory really is.
 * @returns undefined: it is on no branch, and not in the pool
 */
export function locate(path: Buffer, pool: Pool): Located | undefined {
  return locateAs(path, pool) ?? locateAs(resolved(path), pool)
}

function locateAs(path: Buffer, { branches, point, alias }: Pool): Located | undefined {
  for (const branch of branches)
    for (const root of [branch.path, branch.real]) {
      const below = inside(path, root)
      if (below) return { below, branch }
    }
  for (const root of [point, alias]) {
    const below = root && inside(path, root)
    if (below) return { below, branch: undefined }
  }
  return undefined
}

/** Symlinks above the last component resolved. */
function resolved(path: Buffer): Buffer {
  const { dir, base } = splitPath(path)
  try {
    return absolutePath(base, realpathSync.native(dir, 'buffer'))
  } catch {
    return path
  }
}

function inside(path: Buffer, root: Buffer): Buffer | undefined {
  return isBelow(path, root) && path.length === root.length ? ROOT : rebase(path, root, ROOT)
}

/**
 * All places that a path of the command line stands for: its own on a branch, or, in the pool, one on
 * each branch; those that it leads to as a symlink, too.
 * @throws {UsageError} it is neither
 */
export function spread(path: Buffer, pool: Pool): Buffer[] {
  const ways = [path, followed(path)].flatMap((way) => locate(way, pool) ?? [])
  if (ways.length === 0)
    throw new UsageError(`"${path}" is neither in the pool nor on one of its branches`)
  const places = ways.flatMap(({ below, branch }) =>
    (branch ? [branch] : pool.branches).map((one) => on(one, below)),
  )
  return places.filter((place, i) => !places.slice(0, i).some((other) => other.equals(place)))
}

/** Where it leads, should it be a symlink itself. */
function followed(path: Buffer): Buffer {
  try {
    return realpathSync.native(path, 'buffer')
  } catch {
    return path
  }
}

/** A place on a branch. @param below as in `Located` */
export function on({ path }: Branch, below: Buffer): Buffer {
  return below.length === 1 ? path : (rebase(below, ROOT, path) ?? path)
}
