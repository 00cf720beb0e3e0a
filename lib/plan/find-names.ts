import { inodeKey, type FileRecord } from '../record/file.js'
import { nameKey } from '../record/host.js'
import { splitByFile } from '../record/one-file.js'
import { lockOf } from './lock.js'
import { Name, type Inode } from './name.js'
import type { Policy } from './policy.js'
import type { Tally } from './tally.js'
import { rootKey } from './unit.js'

/** The names of a set, best keeper first, each with its inode. A path that is listed twice counts once. */
export function findNames(files: readonly FileRecord[], policy: Policy, tally: Tally): Name[] {
  const listed = distinct(files, tally)
  const inodes = inodesOf([...listed.values()])
  const names: Name[] = []
  for (const [at, file] of listed) {
    const name = new Name(file, at, inodes.get(file)!)
    place(name, policy)
    names.push(name)
  }
  for (const name of names.sort(policy.order)) name.inode.names.push(name)
  for (const inode of new Set(inodes.values())) lockAliases(inode)
  return names
}

function inodesOf(files: readonly FileRecord[]): Map<FileRecord, Inode> {
  const inodes = new Map<FileRecord, Inode>()
  for (const names of splitByFile(files)) {
    const nlink = names.reduce((most, { nlink }) => Math.max(most, nlink), 0)
    const inode: Inode = { names: [], nlink }
    for (const file of names) inodes.set(file, inode)
  }
  return inodes
}

function place(name: Name, policy: Policy): void {
  if (!policy.primary.isEmpty) name.rank = policy.primary.rank(name.path)
  if (!policy.primary.isEmpty || !policy.within.isEmpty) name.lock = lockOf(name.path, policy)
}

/**
 * More names than links, or views on several devices: some of them are one name reached by two ways,
 * and to remove one is to remove both. Nothing may be done to such a file, though it may well be the
 * copy that stays.
 */
function lockAliases({ names, nlink }: Inode): void {
  const isSeenTwice = names.some(({ file }) => file.dev !== names[0]?.file.dev)
  if (isSeenTwice || names.length > nlink) for (const name of names) name.lock ??= 'alias'
}

/** What is said about a path that is listed twice must agree, or it is not known what is there. */
function distinct(files: readonly FileRecord[], tally: Tally): Map<number, FileRecord> {
  const places = new Map<string, number>()
  const found = new Map<number, FileRecord>()
  for (const [at, file] of files.entries()) {
    const place = places.get(nameKey(file)) ?? at
    const twin = found.get(place)
    if (place === at) {
      places.set(nameKey(file), at)
      found.set(at, file)
    } else if (twin !== undefined && !unchanged(twin, file)) {
      found.delete(place)
      tally.skip('changed', 1)
    } else if (twin !== undefined && rootKey(file) < rootKey(twin)) found.set(place, file)
  }
  return found
}

function unchanged(a: FileRecord, b: FileRecord): boolean {
  return inodeKey(a) === inodeKey(b) && a.mtimeNs === b.mtimeNs && a.ctimeNs === b.ctimeNs
}
