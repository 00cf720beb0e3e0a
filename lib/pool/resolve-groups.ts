import { lstatSync, type BigIntStats } from 'node:fs'
import type { OnFault } from '../record/fault.js'
import type { FileRecord } from '../record/file.js'
import type { AnyGroup, GroupRecord, LostName } from '../record/group.js'
import { isHere, nameKey } from '../record/host.js'
import { pathBytes, pathFields, splitPath } from '../record/path.js'
import { statRecord } from '../record/stat-record.js'
import type { Branch, Pool } from './branch.js'
import { locate, on } from './locate.js'

/**
 * Groups of paths of the pool, or of branches, as groups of files on branches; `root` says on which.
 * A name in the pool stands for all files of that name: where they are not of one size, it is a
 * fault and left out, and so is what is neither in the pool nor on a branch. Other records go
 * through.
 */
export async function* resolveGroups<T extends { readonly type: string }>(
  batches: AsyncIterable<readonly (T | AnyGroup)[]>,
  pool: Pool,
  fault: OnFault,
): AsyncGenerator<(T | GroupRecord)[]> {
  for await (const batch of batches)
    yield batch.map((record) => (isGroup(record) ? resolve(record, pool, fault) : record))
}

function isGroup(record: { readonly type: string }): record is AnyGroup {
  return record.type === 'group'
}

function resolve(group: AnyGroup, pool: Pool, fault: OnFault): GroupRecord {
  const files = new Map<string, FileRecord>()
  for (const file of group.files) {
    try {
      for (const found of resolveFile(file, pool)) files.set(nameKey(found), found)
    } catch (cause) {
      fault({ doing: 'resolve', path: file, cause })
    }
  }
  const lost = group.lost?.map((name) => placeLost(name, pool))
  return { ...group, files: [...files.values()], ...(lost && { lost }) }
}

/** @throws {Error} in words */
function resolveFile(file: FileRecord, pool: Pool): FileRecord[] {
  if (!isHere(file)) return [file]
  const found = locate(pathBytes(file), pool)
  if (found === undefined) throw new Error('is neither in the pool nor on one of its branches')
  const { below, branch } = found
  if (branch) return [onBranch(file, on(branch, below), branch)]
  const copies = pool.branches.flatMap((one) => lookOn(one, below))
  if (copies.length === 0) throw new Error('is on none of the branches')
  if (!copies.some(({ mtimeNs, size }) => mtimeNs === file.mtimeNs && size === file.size))
    throw new Error('changed since it was listed')
  if (copies.some(({ size }) => size !== file.size))
    throw new Error('files of different sizes have this name on the branches')
  return copies
}

/** The record of a file by the name that it has on its branch. */
function onBranch(file: FileRecord, path: Buffer, branch: Branch): FileRecord {
  const { path: _path, path64: _path64, root: _root, root64: _root64, type, ...rest } = file
  return { type, ...pathFields(path), ...rootFields(branch), ...rest }
}

function rootFields({ path }: Branch) {
  const fields = pathFields(path)
  return fields.path === undefined ? { root64: fields.path64 } : { root: fields.path }
}

/** On the first branch that still has its directory: that is where it was, or might have been. */
function placeLost(name: LostName, pool: Pool): LostName {
  const found = locate(pathBytes(name), pool)
  const branch = found?.branch ?? pool.branches.find((one) => found && hasDir(one, found.below))
  return found && branch ? { ...pathFields(on(branch, found.below)), ...rootFields(branch) } : name
}

function hasDir(branch: Branch, below: Buffer): boolean {
  return lstat(splitPath(on(branch, below)).dir)?.isDirectory() ?? false
}

function lookOn(branch: Branch, below: Buffer): FileRecord[] {
  const path = on(branch, below)
  const stat = lstat(path)
  if (stat === undefined) return []
  if (!stat.isFile()) throw new Error(`is not a regular file on the branch "${branch.path}"`)
  return [onBranch(statRecord(path, stat), path, branch)]
}

function lstat(path: Buffer): BigIntStats | undefined {
  try {
    return lstatSync(path, { bigint: true })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
    throw error
  }
}
