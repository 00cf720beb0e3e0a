import { inodeKey, type FileRecord } from '../record/file.js'
import type { Files } from '../record/group.js'
import { pathKey } from '../record/path.js'
import { Fingerprints } from './fingerprints.js'
import { lockOf } from './lock.js'
import { Inode, Name } from './name.js'
import type { Policy } from './policy.js'
import type { Tally } from './tally.js'
import { rootKey } from './unit.js'

/** The names of a set, best keeper first, each with its inode. A path that is listed twice counts once. */
export function findNames(files: Files, policy: Policy, tally: Tally): Name[] {
  const unlike = unlikeNames(files)
  const names = unlike ?? linkedNames(files, tally)
  if (!policy.primary.isEmpty || !policy.within.isEmpty)
    for (const name of names) place(name, policy)
  names.sort(policy.order)
  if (unlike === undefined) for (const name of names) name.inode.add(name)
  for (const name of names) lockAlias(name)
  return names
}

/**
 * In nearly all lists a path is only once, and an inode, too: one look at each file is enough then.
 * @returns undefined: not in this one, or that is not sure
 */
function unlikeNames(files: Files): Name[] | undefined {
  const [paths, inodes] = [new Fingerprints(files.length), new Fingerprints(files.length)]
  const names: Name[] = []
  for (const file of files) {
    const name = new Name(file, names.length, new Inode(), files, names.length)
    if (!inodes.add(inodeKey(file)) || !paths.add(name.key)) return undefined
    name.inode.add(name)
    names.push(name)
  }
  return names
}

/** Any list. The names are not yet among those of their inodes: they have to be sorted before. */
function linkedNames(files: Files, tally: Tally): Name[] {
  const inodes = new Map<string, Inode>()
  const names: Name[] = []
  for (const [at, index] of distinct(files, tally).entries()) {
    if (index === NONE) continue
    const file = files.at(index)!
    const key = inodeKey(file)
    const inode = inodes.get(key) ?? new Inode()
    inodes.set(key, inode)
    names.push(new Name(file, at, inode, files, index))
  }
  return names
}

function place(name: Name, policy: Policy): void {
  const { path } = name
  if (!policy.primary.isEmpty) name.rank = policy.primary.rank(path)
  name.lock = lockOf(path, policy)
}

/**
 * More names than links: some of them are one name reached by two ways, and to remove one is to
 * remove both. Nothing may be done to such a file, though it may well be the copy that stays.
 */
function lockAlias(name: Name): void {
  const { count, nlink } = name.inode
  if (count > nlink) name.lock ??= 'alias'
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
