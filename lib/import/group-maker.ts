import { inodeTrust } from '../fs/inode-trust.js'
import { stacked } from '../fs/stacked.js'
import type { OnFault } from '../record/fault.js'
import { inodeKey, type FileRecord } from '../record/file.js'
import type { GroupRecord } from '../record/group.js'
import { splitByFile } from '../record/one-file.js'
import { pathFields, pathKey, type PathFields } from '../record/path.js'
import { BadLine } from '../stream/read-blocks.js'
import { FileFinder } from './find-file.js'
import type { ForeignSet } from './foreign-set.js'
import type { Notation } from './notation.js'

export type ImportOptions = {
  /** Where the tool ran, absolute and normal; undefined: where it says that it ran. */
  readonly base: Buffer | undefined
  readonly fault: OnFault
  readonly note: (text: string) => void
  /** Is a path, where nothing is, one that an interrupted run took away? */
  readonly isLost?: (path: Buffer) => boolean
}

/** Makes groups of the sets of one tool, each path looked at on disk. */
export class GroupMaker {
  readonly #notation: Notation
  readonly #options: Omit<ImportOptions, 'note'>
  readonly #isSure = inodeTrust()
  readonly #isStacked = stacked()
  #finder: FileFinder | undefined
  #base: Buffer | undefined

  constructor(notation: Notation, options: Omit<ImportOptions, 'note'>) {
    this.#notation = notation
    this.#options = options
  }

  /**
   * What is not a regular file of the recorded size is a fault and left out; a set of less than two
   * inodes then is no group, where inodes can be trusted: a pool of drives makes them up.
   * @throws {BadLine} a relative path, and nobody knows to what
   */
  make(set: ForeignSet): GroupRecord | undefined {
    this.#refuseRelative(set)
    const finder = this.finder(set.base)
    const lost: PathFields[] = []
    const files = set.members.flatMap(({ printed, size }): FileRecord[] => {
      try {
        return [finder.find(printed, size)]
      } catch (cause) {
        const path = this.#lostPath(finder.pathsOf(printed), cause)
        if (path !== undefined) lost.push(pathFields(path))
        else this.fault(printed, cause)
        return []
      }
    })
    return this.#groupOf(files, lost, set)
  }

  /** For the notation, and the directory that relative paths count from. */
  finder(base: Buffer = ROOT): FileFinder {
    const wanted = this.#options.base ?? base
    if (this.#finder === undefined || !this.#base?.equals(wanted)) {
      this.#finder = new FileFinder(this.#notation, wanted)
      this.#base = wanted
    }
    return this.#finder
  }

  fault(printed: string, cause: unknown): void {
    this.#options.fault({ doing: 'import', path: this.#notation.legible(printed), cause })
  }

  #refuseRelative({ base, members, line }: ForeignSet): void {
    if ((this.#options.base ?? base) !== undefined) return
    const relative = members.find(({ printed }) => !printed.startsWith('/'))
    if (relative === undefined) return
    const { path, path64 } = this.#notation.legible(relative.printed)
    const named = JSON.stringify(path ?? Buffer.from(path64, 'base64').toString())
    const where = `say with --base DIR where ${this.#notation.tool} ran`
    throw new BadLine(line, `the path ${named} is relative: ${where}`)
  }

  #lostPath(paths: readonly Buffer[], cause: unknown): Buffer | undefined {
    const { isLost } = this.#options
    const isGone = (cause as NodeJS.ErrnoException).code === 'ENOENT'
    return isGone && isLost !== undefined ? paths.find(isLost) : undefined
  }

  /** The same for names of one file, as far as inodes can be trusted. */
  #keyOf(file: FileRecord): string {
    return this.#isSure(file) ? inodeKey(file) : pathKey(file)
  }

  /** One file is enough where others are to be given back. */
  #groupOf(
    files: readonly FileRecord[],
    lost: readonly PathFields[],
    { members, digest }: ForeignSet,
  ): GroupRecord | undefined {
    const copies = splitByFile(files, this.#isStacked, (file) => this.#keyOf(file)).length
    if (copies < (lost.length > 0 ? 1 : 2)) return undefined
    const { size } = files[0]!
    if (files.every((file) => file.size === size))
      return { type: 'group', size, ...digest, files, ...(lost.length > 0 && { lost }) }
    this.fault(members[0]!.printed, new Error('the files of its set are not of one size'))
    return undefined
  }
}

const ROOT = Buffer.from('/')
