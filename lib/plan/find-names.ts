import { inodeKey, type FileRecord } from '../record/file.js'
import { filesAt } from '../record/files.js'
import type { Files } from '../record/group.js'
import { nameKey } from '../record/host.js'
import { firstNames, viewKey } from '../record/one-file.js'
import { Fingerprints } from './fingerprints.js'
import { lockOf } from './lock.js'
import { Inode, Name } from './name.js'
import type { Policy } from './policy.js'
import type { Tally } from './tally.js'
import { rootKey } from './unit.js'

/** The names of a set, best keeper first, each with its inode. A path that is listed twice counts once. */
export function findNames(files: Files, policy: Policy, tally: Tally): Name[] {
  const unlike = unlikeNames(files, policy)
  const names = unlike ?? linkedNames(files, policy, tally)
  if (!policy.primary.isEmpty || !policy.within.isEmpty)
    for (const name of names) place(name, policy)
  names.sort(policy.order)
  if (unlike === undefined) for (const name of names) name.inode.add(name)
  for (const name of names) lockAlias(name)
  return names
}

/**
 * In nearly all lists a path is only once, and a file, too: one look at each is enough then.
 * @returns undefined: not in this one, or that is not sure
 */
function unlikeNames(files: Files, { isStacked }: Policy): Name[] | undefined {
  const [paths, inodes] = [new Fingerprints(files.length), new Fingerprints(files.length)]
  const names: Name[] = []
  const dev = files.at(0)?.dev
  let isOneDevice = true
  for (const file of files) {
    const name = new Name(file, names.length, new Inode(), files, names.length)
    if (!inodes.add(inodeKey(file)) || !paths.add(name.key)) return undefined
    isOneDevice &&= file.dev === dev
    name.inode.add(name)
    names.push(name)
  }
  return isOneDevice || hasNoViews(files, isStacked) ? names : undefined
}

/** Either no two are alike, or on no device there can be what is on another one. */
function hasNoViews(files: Files, isStacked: Policy['isStacked']): boolean {
  const views = new Fingerprints(files.length)
  const mayBeView = (file: FileRecord) => !views.add(viewKey(file))
  return !some(files, mayBeView) || !some(files, isStacked)
}

function some(files: Files, is: (file: FileRecord) => boolean): boolean {
  for (const file of files) if (is(file)) return true
  return false
}

/** Any list. The names are not yet among those of their inodes: they have to be sorted before. */
function linkedNames(files: Files, { isStacked }: Policy, tally: Tally): Name[] {
  const found = distinct(files, tally)
  const places = [...found.keys()].filter((place) => found[place] !== NONE)
  const indexes = found.filter((index) => index !== NONE)
  const listed = filesAt(files, indexes)
  const firsts = firstNames(listed, isStacked)
  const inodes = new Map<number, { readonly inode: Inode; readonly dev: string }>()
  const names: Name[] = []
  for (const file of listed) {
    const index = names.length
    const first = firsts[index]!
    const { inode, dev } = inodes.get(first) ?? { inode: new Inode(), dev: file.dev }
    if (first === index) inodes.set(first, { inode, dev })
    else if (dev !== file.dev) inode.isSeenTwice = true
    names.push(new Name(file, places[index]!, inode, listed, index))
  }
  return names
}

function place(name: Name, policy: Policy): void {
  const { path } = name
  if (!policy.primary.isEmpty) name.rank = policy.primary.rank(path)
  name.lock = lockOf(path, policy)
}

/**
 * More names than links, or views on several devices: some of them are one name reached by two ways,
 * and to remove one is to remove both. Nothing may be done to such a file, though it may well be the
 * copy that stays.
 */
function lockAlias(name: Name): void {
  const { count, nlink, isSeenTwice } = name.inode
  if (isSeenTwice || count > nlink) name.lock ??= 'alias'
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
    const key = nameKey(file)
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
