import type { Dir, Place } from '../fs/disk.js'
import { rootOf } from '../record/file.js'
import { pathBytes, rebase, rootAbove, splitPath, type PathFields } from '../record/path.js'
import { destination, type StepRecord } from '../record/step.js'
import type { Row } from './journal-row.js'
import { findAt, type Found } from './look-around.js'
import { Refusal } from './refusal.js'
import type { Run } from './scene.js'
import { rowBranches, rowPath } from './step-row.js'

/** The name that a file gets on the branch of its keeper: seen through the pool, it is its old name. */
export type PoolLink = {
  readonly path: Buffer
  /** The branch that it is on. */
  readonly root: Buffer
  /** All branches, in the order in which the pool looks for a name. */
  readonly branches: readonly Buffer[]
}

/** Undefined for a step that neither makes nor removes one. */
export function poolLinkOf(step: StepRecord): PoolLink | undefined {
  const to = destination(step)
  if (to === undefined || step.branches === undefined) return undefined
  const root = step.keep && rootOf(step.keep)
  return poolLinkAt(to, step.branches, root)
}

/** The same out of the journal. */
export function rowPoolLink({ to, branches }: Row): PoolLink | undefined {
  return to === '' || branches === '' ? undefined : poolLinkAt(rowPath(to), rowBranches(branches))
}

function poolLinkAt(to: PathFields, all: readonly PathFields[], known?: PathFields): PoolLink {
  const path = pathBytes(to)
  const branches = all.map(pathBytes)
  const named = known && branches.find((branch) => branch.equals(pathBytes(known)))
  const root = named ?? rootAbove(path, branches)
  return { path, root: root ?? splitPath(path).dir, branches }
}

/** @throws {Refusal} the disk of a branch is not there, so nobody knows what is on it */
export function requireMounted(run: Run, branches: readonly Buffer[]): void {
  const absent = branches.find((branch) => {
    const dir = openOn(run, branch, branch)
    return dir === undefined || run.disk.isUnmounted(dir)
  })
  if (absent !== undefined)
    throw new Refusal('gone', `the branch "${absent}" is empty: is its disk not mounted?`)
}

/** The same name on another branch, and what is there; undefined where its directory is not. */
export function findOn(run: Run, link: PoolLink, branch: Buffer): Found | undefined {
  const path = rebase(link.path, link.root, branch)
  const dir = path && openOn(run, splitPath(path).dir, branch)
  return dir && findAt(run, { dir, name: splitPath(link.path).base })
}

/** A directory of a branch; undefined: there is none, or a file or a symbolic link is in its way. */
export function openOn(run: Run, path: Buffer, branch: Buffer): Dir | undefined {
  try {
    return run.dirs.dir(path, branch)
  } catch (error) {
    if (isNoDir(error)) return undefined
    throw error
  }
}

/** The directory `path`, of the branch of `link`, on the first branch of the pool that has it. */
export function firstDir(run: Run, path: Buffer, { root, branches }: PoolLink): Dir | undefined {
  for (const branch of branches) {
    const there = rebase(path, root, branch)
    const dir = there && openOn(run, there, branch)
    if (dir) return dir
  }
  return undefined
}

const NO_DIR = new Set(['ENOENT', 'ENOTDIR', 'ELOOP'])

function isNoDir(error: unknown): boolean {
  return NO_DIR.has(String((error as NodeJS.ErrnoException).code))
}

/** Where the link is, or is to be; undefined: its directory is not there. */
export function placeOfLink(run: Run, link: PoolLink): Place | undefined {
  return findOn(run, link, link.root)?.place
}
