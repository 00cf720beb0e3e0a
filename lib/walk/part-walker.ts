import type { Fault } from '../record/fault.js'
import { causeOf, type SentCause } from '../record/sent-cause.js'
import type { Found } from './found-files.js'
import { LoneFiles } from './lone-files.js'
import type { Part } from './part.js'
import type { Rules } from './rules.js'
import { TreeWalk } from './tree-walk.js'

/** What came of a part. */
export type Walked<T> = {
  readonly found: readonly T[]
  /** Directories that were met and not gone through. */
  readonly left: Part
  readonly faults: readonly SentFault[]
}

/** A fault as it crosses to another thread. */
export type SentFault = Pick<Fault, 'doing' | 'path'> & SentCause

/** Makes the function that walks parts of trees without symlinks to follow and without overlaps. */
export function partWalker<T>(rules: Rules, found: Found<T>) {
  let faults: SentFault[] = []
  const fault = (fault: Fault) => void faults.push(sent(fault))
  const job = { rules, found, fault, seen: undefined }
  const tree = new TreeWalk(job, new LoneFiles(job))
  return (part: Part, names: number): Walked<T> => {
    const left = tree.through(part, names)
    const walked = { found: found.isEmpty ? [] : found.takeBatch(), left, faults }
    faults = []
    return walked
  }
}

function sent({ doing, path, cause }: Fault): SentFault {
  const { code = '', message = String(cause) } = cause as NodeJS.ErrnoException
  return { doing, ...(path && { path }), code, message }
}

/** The fault as it was. */
export function received({ doing, path, ...sent }: SentFault): Fault {
  return { doing, ...(path && { path }), cause: causeOf(sent) }
}
