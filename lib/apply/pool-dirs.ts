import type { Dir, Metadata, Place } from '../fs/disk.js'
import { splitPath } from '../record/path.js'
import { newDir } from './new-dir.js'
import { firstDir, openOn, type PoolLink } from './pool-place.js'
import { Refusal } from './refusal.js'
import type { Run } from './scene.js'
import { metadataOf } from './stage.js'
import { staged } from './temp-name.js'

/** A directory that was made, and how it is to look once nothing more is put into it. */
export type MadeDir = { readonly dir: Dir; readonly metadata: Metadata }

/**
 * Open the directory of a pool link, and make it and those above it where they are not on that
 * branch, each with owner, mode, ACL and attributes of the one that the pool shows. None is seen
 * before it has them: until then it has the temporary name of the step. Made ones are durable on
 * return; their times are still to be set, by `setTimesLast`.
 * @throws {Refusal} one cannot be made alike; {NodeJS.ErrnoException}
 */
export function makeDirs(run: Run, link: PoolLink, temp: string): { dir: Dir; made: MadeDir[] } {
  const made: MadeDir[] = []
  const open = (path: Buffer): Dir => {
    try {
      return run.dirs.dir(path, link.root)
    } catch (error) {
      if (!isMissing(error) || path.length <= link.root.length) throw error
    }
    const parent = open(splitPath(path).dir)
    const metadata = makeAlike(run, parent, path, link, temp)
    const dir = run.dirs.dir(path, link.root)
    made.push({ dir, metadata })
    return dir
  }
  return { dir: open(splitPath(link.path).dir), made }
}

function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT'
}

function makeAlike(run: Run, parent: Dir, path: Buffer, link: PoolLink, temp: string): Metadata {
  const like = firstDir(run, path, link)
  if (like === undefined) throw new Refusal('gone', 'a directory of its path is gone')
  const metadata = metadataOf(run.disk.fstat(like.fd), cloneable(run, like))
  const place = { dir: parent, name: splitPath(path).base }
  const fresh = staged(place, temp)
  newDir(run, fresh, (dir) => dress(run, dir, metadata))
  run.disk.rename(fresh, place) // a directory can only take the place of an empty one
  run.disk.sync(parent.fd)
  return metadata
}

function dress(run: Run, dir: Dir, metadata: Metadata): void {
  try {
    run.disk.setMetadata(dir.fd, metadata)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') throw error
    throw new Refusal('metadata', 'a directory above it cannot be given its owner: only root can')
  }
  if (cloneable(run, dir) !== metadata.xattrs)
    throw new Refusal('metadata', 'the ACL or attributes of a directory above it cannot be set')
  run.disk.sync(dir.fd)
}

/** Others belong to one file system and cannot be on another, such as `btrfs.compression`. */
const PORTABLE = /^(?:user|trusted|security|system\.posix_acl_\w+)(?:\.|$)/

/** What of a directory's attributes, ACLs among them, goes with it. @throws {Refusal} they cannot be read here */
export function cloneable({ disk }: Run, dir: Dir): string {
  const all = disk.xattrs(dir.fd)
  if (all === undefined)
    throw new Refusal(
      'metadata',
      'the ACL and attributes of its directories cannot be read: install koffi, or getfattr and ' +
        'setfattr (in the package "attr")',
    )
  const pairs: [name: string, value: string][] = JSON.parse(all)
  return JSON.stringify(pairs.filter(([name]) => PORTABLE.test(name)))
}

/** What is put into a directory changes its time, so that comes last. */
export function setTimesLast(run: Run, made: readonly MadeDir[]): void {
  for (const { dir, metadata } of made.toReversed()) run.disk.setMetadata(dir.fd, metadata)
}

/** Directories above a pool link that are not on its branch yet. @throws the error of the first that is in the way */
export function missingDirs(run: Run, link: PoolLink): { count: number; above: Dir } {
  for (let [count, path] = [0, splitPath(link.path).dir]; ; count++, path = splitPath(path).dir)
    try {
      return { count, above: run.dirs.dir(path, link.root) }
    } catch (error) {
      if (!isMissing(error) || path.length <= link.root.length) throw error
    }
}

/**
 * Remove the `count` directories above a link that were made for it, as far as they are empty, and
 * one that was still being made.
 */
export function removeMade(run: Run, link: PoolLink, count: number, temp: string): void {
  let { dir: path } = splitPath(link.path)
  for (let i = 0; i < count && path.length > link.root.length; i++) {
    const { dir, base } = splitPath(path)
    const parent = openOn(run, dir, link.root)
    if (parent) {
      const place = { dir: parent, name: base }
      rmdirIfEmpty(run, staged(place, temp))
      if (rmdirIfEmpty(run, place)) run.dirs.forget(path)
      run.disk.sync(parent.fd)
    }
    path = dir
  }
}

/** @returns is it gone? */
function rmdirIfEmpty(run: Run, place: Place): boolean {
  try {
    if (run.disk.lstat(place)) run.disk.rmdir(place)
    return true
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOTEMPTY' || code === 'EEXIST' || code === 'ENOTDIR') return false
    throw error
  }
}
