import type { FileRecord } from '../record/file.js'
import { nameKey } from '../record/host.js'
import { pathBytes, splitPath } from '../record/path.js'
import type { StepRecord } from '../record/step.js'

/** A file that took so many links that it takes no more: in these directories, or, with two, in none. */
type Member = { readonly file: FileRecord; readonly fullIn: Set<string> }

/**
 * Keepers of hard links that take no more of them, and the files that stand in for each: those that
 * could not be linked to it. Most file systems count the names of an inode, Btrfs may count them in
 * each directory, so a keeper is tried in a second one before it is given up.
 */
export class StandIns {
  /** A keeper and its stand-ins, by each of their names. */
  readonly #sets = new Map<string, Member[]>()

  /** The step, with another keeper where its own is known to take no more. */
  of(step: StepRecord): StepRecord {
    const members = this.#membersOf(step)
    if (members === undefined) return step
    return withKeeper(step, (members.find(isOpen(step)) ?? members.at(-1))?.file)
  }

  /**
   * The keeper of a step takes no more links.
   * @returns the step with another keeper; undefined: there is none, and its file is one from now on
   */
  refused(step: StepRecord): StepRecord | undefined {
    const { op, keep, file } = step
    if (op !== 'hardlink' || keep === undefined) return undefined
    const members = this.#membersOf(step) ?? [{ file: keep, fullIn: new Set<string>() }]
    this.#sets.set(nameKey(keep), members)
    members.find((one) => nameKey(one.file) === nameKey(keep))?.fullIn.add(directoryOf(file))
    const open = members.find(isOpen(step))
    if (open !== undefined) return withKeeper(step, open.file)
    members.push({ file, fullIn: new Set() })
    this.#sets.set(nameKey(file), members)
    return undefined
  }

  #membersOf({ op, keep }: StepRecord): Member[] | undefined {
    const isAsked = this.#sets.size > 0 && op === 'hardlink' && keep !== undefined
    return isAsked ? this.#sets.get(nameKey(keep)) : undefined
  }
}

/** Directories in which a keeper is tried before it is given up for all. */
const ENOUGH = 2

function isOpen({ file }: StepRecord): (member: Member) => boolean {
  const dir = directoryOf(file)
  return ({ fullIn }) => fullIn.size < ENOUGH && !fullIn.has(dir)
}

function directoryOf(file: FileRecord): string {
  return splitPath(pathBytes(file)).dir.toString('latin1')
}

function withKeeper(step: StepRecord, keep: FileRecord | undefined): StepRecord {
  const isSame = keep === undefined || (step.keep && nameKey(step.keep) === nameKey(keep))
  return isSame ? step : { ...step, keep }
}
