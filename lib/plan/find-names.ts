import { inodeKey, type FileRecord } from '../record/file.js'
import type { Files } from '../record/group.js'
import { pathKey } from '../record/path.js'
import { lockOf } from './lock.js'
import { Inode, Name } from './name.js'
import type { Policy } from './policy.js'
import type { Tally } from './tally.js'
import { rootKey } from './unit.js'

/** The names of a set, best keeper first, each with its inode. A path that is listed twice counts once. */
export function findNames(files: Files, policy: Policy, tally: Tally): Name[] {
  const { names, inodes } = allNames(files) ?? distinctNames(files, tally)
  for (const name of names) place(name, policy)
  names.sort(policy.order)
  for (const inode of inodes.values()) {
    if (inode.names.length > 1) inode.names.sort(policy.order)
    lockAliases(inode)
  }
  return names
}

/** In nearly all lists a path is only once: one look at each file is enough then. Undefined: not in this one. */
function allNames(files: Files): NameList | undefined {
  const found = new NameList(files)
  const paths = new Set<string>()
  let at = 0
  for (const file of files) {
    found.add(file, at, at)
    paths.add(pathKey(file))
    if (paths.size < ++at) return undefined
  }
  return found
}

function distinctNames(files: Files, tally: Tally): NameList {
  const found = new NameList(files)
  for (const [at, index] of distinct(files, tally).entries())
    if (index !== NONE) found.add(files.at(index)!, at, index)
  return found
}

class NameList {
  readonly names: Name[] = []
  readonly inodes = new Map<string, Inode>()
  readonly #files: Files

  constructor(files: Files) {
    this.#files = files
  }

  /** @param at its position in the set; @param index that in the list */
  add(file: FileRecord, at: number, index: number): void {
    const key = inodeKey(file)
    const inode = this.inodes.get(key) ?? new Inode()
    if (inode.names.length === 0) this.inodes.set(key, inode)
    const name = new Name(file, at, inode, this.#files, index)
    inode.nlink = Math.max(inode.nlink, file.nlink)
    inode.add(name)
    this.names.push(name)
  }
}

function place(name: Name, policy: Policy): void {
  if (policy.primary.isEmpty && policy.within.isEmpty) return
  const { path } = name
  if (!policy.primary.isEmpty) name.rank = policy.primary.rank(path)
  name.lock = lockOf(path, policy)
}

/**
 * More names than links: some of them are one name reached by two ways, and to remove one is to
 * remove both. Nothing may be done to such a file, though it may well be the copy that stays.
 */
function lockAliases({ names, nlink }: Inode): void {
  if (names.length > nlink) for (const name of names) name.lock ??= 'alias'
}

const NONE = -1

/**
 * For each place in the list the index of the file that stands there, or NONE. What is said about a path
 * that is listed twice must agree, or it is not known what is there.
 */
function distinct(files: Files, tally: Tally): number[] {
  const places = new Map<string, number>()
  const found: number[] = []
  for (const file of files) {
    const at = found.length
    const key = pathKey(file)
    const place = places.get(key)
    found.push(place === undefined ? at : NONE)
    if (place === undefined) places.set(key, at)
    else if (found[place] !== NONE) {
      found[place] = oneOf(files, found[place]!, at)
      if (found[place] === NONE) tally.skip('changed', 1)
    }
  }
  return found
}

/** Which of two files of one path is meant, by their indexes. */
function oneOf(files: Files, first: number, second: number): number {
  const [twin, file] = [files.at(first)!, files.at(second)!]
  if (!unchanged(twin, file)) return NONE
  return rootKey(file) < rootKey(twin) ? second : first
}

function unchanged(a: FileRecord, b: FileRecord): boolean {
  return inodeKey(a) === inodeKey(b) && a.mtimeNs === b.mtimeNs && a.ctimeNs === b.ctimeNs
}
