import type { Algo } from '../digest/digest.js'
import { counted } from '../record/counted.js'
import { parseFile, type FileRecord } from '../record/file.js'
import { formatSize } from '../record/format-size.js'
import type { AnyGroup, Files } from '../record/group.js'
import { spareBytes, type Copy } from '../record/spare-bytes.js'
import { fileLines } from '../walk/file-line.js'
import { allNames, countLinked } from './copies.js'
import { countFiles, countInodes } from './count-inodes.js'
import type { DigestColumn } from './digest-column.js'
import type { FileColumns } from './file-columns.js'
import type { FileTable } from './file-table.js'
import type { Groups } from './find-dupes.js'
import { runsBy } from './runs.js'
import type { Wanted } from './wanted.js'

/** Members that are put together at a time: all of a group can be longer than any string. */
const PIECE_FILES = 128

/** The order in which groups are told: the largest first, or by the path of their first member. */
export const SORTS = ['size', 'path'] as const
export type Sort = (typeof SORTS)[number]

/** What is told of it: `isFew` and `hardLinks` as they were wanted. */
type Told = Pick<Wanted, 'isFew' | 'hardLinks'> & {
  /** What files are sorted by. */
  readonly columns: FileColumns
  readonly digests: DigestColumn
  readonly algo: Algo
  /** Nanoseconds since 1970, before anything was read. */
  readonly readNs: string
  /** Are equal inodes one file, where this one is? */
  readonly isTrusted: (file: number) => boolean
  /** False: a file or a directory could not be. */
  readonly isAllRead: boolean
}

/** What a search has found, to be told once, and what that adds up to. */
export class Found {
  readonly #table: FileTable
  readonly #groups: Groups
  readonly #columns: FileColumns
  readonly #digests: DigestColumn
  readonly #algo: Algo
  readonly #readNs: string
  readonly #isTrusted: (file: number) => boolean
  readonly #isAllRead: boolean
  readonly #isFew: boolean
  readonly #eachName: boolean
  #told = { groups: 0, copies: 0, bytes: 0, names: 0, files: 0 }

  constructor(table: FileTable, groups: Groups, told: Told) {
    const { columns, digests, algo, readNs, isFew, hardLinks } = told
    this.#table = table
    this.#groups = groups
    this.#columns = columns
    this.#digests = digests
    this.#algo = algo
    this.#readNs = readNs
    this.#isTrusted = told.isTrusted
    this.#isAllRead = told.isAllRead
    this.#isFew = isFew
    this.#eachName = hardLinks
  }

  /** Records as lines of JSON, in pieces. @param host the machine that they are to name */
  *text(sort: Sort, host?: string): Generator<string> {
    const lineOf = this.#lines(host)
    if (this.#isFew) for (const named of this.#few()) yield `${lineOf(named)}\n`
    else for (const group of this.#sorted(sort)) yield* this.#groupText(group, lineOf)
  }

  /** The same as records. */
  async *batches(sort: Sort): AsyncGenerator<(AnyGroup | FileRecord)[]> {
    const lineOf = this.#lines()
    const recordOf = (named: Named) => parseFile(JSON.parse(lineOf(named)))
    if (this.#isFew) for (const named of this.#few()) yield [recordOf(named)]
    else
      for (const group of this.#sorted(sort))
        yield [{ ...this.#head(group), files: filesOf(group, recordOf) }]
  }

  /** Was nothing told? */
  get isEmpty(): boolean {
    return this.#told.groups + this.#told.names === 0
  }

  /** What was looked at: hard links are names of one file. */
  get looked(): { readonly names: number; readonly files: number } {
    const files = countFiles(this.#table, this.#columns, this.#isTrusted)
    return { names: this.#table.count, files }
  }

  /** A line about what was told so far. */
  get summary(): string {
    const { groups, copies, bytes, names, files } = this.#told
    const all = this.looked
    const links = all.names - all.files
    const linked = links === 0 ? '' : ` (${counted(links, 'hard link')})`
    const looked = `looked at ${counted(all.files, 'file')}${under(all.names, all.files)}${linked}`
    if (this.#isFew)
      return `${looked}: ${counted(files, 'file')}${under(names, files)} with fewer copies`
    if (groups === 0) return `${looked}: ${this.#noTwo(links > 0)} have the same content`
    const spare = `${counted(copies, 'copy', 'copies')} too many, ${formatSize(bytes)} could be freed`
    return `${looked}: ${counted(groups, 'group')}, ${spare}`
  }

  #noTwo(areLinks: boolean): string {
    if (!this.#isAllRead) return 'no two of those that could be read'
    return areLinks ? 'no two files' : 'no two'
  }

  *#sorted(sort: Sort): Generator<Group> {
    for (const files of sort === 'size' ? this.#groups.groups : this.#byFirstPath()) {
      this.#count(files)
      yield { read: files[0]!, members: this.#named(files).sort(comparePaths) }
    }
  }

  #byFirstPath(): Uint32Array[] {
    const firstPath = (files: Uint32Array) =>
      this.#named(files).reduce((a, { path }) => (path < a ? path : a), LAST)
    const sorted = Array.from(this.#groups.groups, (files) => ({ files, path: firstPath(files) }))
    return sorted.sort(comparePaths).map(({ files }) => files)
  }

  #count(files: Uint32Array): void {
    const told = this.#told
    const copies: Copy[] = []
    let count = 0
    for (const file of files) {
      const names = countLinked(file, this.#groups.names, this.#table)
      count += this.#eachName ? names : 1
      copies.push({
        names,
        nlink: this.#table.nlink[file]!,
        bytes: 512 * this.#table.blocks[file]!,
      })
    }
    told.groups++
    told.copies += count - 1
    told.bytes += spareBytes(copies)
  }

  /** The names of files that have fewer copies, in the order of their inodes. */
  #few(): Named[] {
    for (const _ of this.#groups.groups); // some of what was read has few copies, too
    const all = Uint32Array.from(allNames(this.#groups.few.files, this.#groups.names))
    const names = [...runsBy(all, this.#columns.inode)].flatMap((files) =>
      Array.from(files, (file) => this.#name(file)).sort(comparePaths),
    )
    this.#told.files = countInodes(all, this.#columns.inode, this.#isTrusted)
    this.#told.names = names.length
    return names
  }

  /** A group record, in pieces that end with a LF. */
  *#groupText(group: Group, lineOf: (named: Named) => string): Generator<string> {
    const { members } = group
    let piece = `${JSON.stringify(this.#head(group)).slice(0, -1)},"files":[`
    for (let i = 0; i < members.length; i++) {
      if (i > 0) piece += ','
      piece += lineOf(members[i]!)
      if ((i + 1) % PIECE_FILES > 0) continue
      yield piece
      piece = ''
    }
    yield `${piece}]}\n`
  }

  /** Makes the record of a file, without LF. */
  #lines(host?: string): (named: Named) => string {
    // What has few copies comes without a digest, which is all that the time of reading is about.
    const lineOf = fileLines({ host, readNs: this.#isFew ? undefined : this.#readNs })
    return ({ file, path }) => {
      const dir = this.#table.dir(file)
      return lineOf(dir, path.slice(dir.path.length + 1), this.#table.facts(file))
    }
  }

  #head({ read }: Group) {
    const size = this.#table.size[read]!
    return { type: 'group', size, hash: this.#digests.hex(read), algo: this.#algo } as const
  }

  /** The files, and all their further names. */
  #named(files: Uint32Array): Named[] {
    const named: Named[] = []
    for (const file of allNames(files, this.#groups.names)) named.push(this.#name(file))
    return named
  }

  #name(file: number): Named {
    return { file, path: this.#table.path(file) }
  }
}

/** A name of a file, with its path as latin1. */
type Named = { readonly file: number; readonly path: string }

/** A group: a file of it that was read, and all names, by path. */
type Group = { readonly read: number; readonly members: readonly Named[] }

/** Records that are made when they are asked for: all of a group can be too many. */
function filesOf({ members }: Group, recordOf: (named: Named) => FileRecord): Files {
  return {
    length: members.length,
    at: (index) => members[index] && recordOf(members[index]),
    *[Symbol.iterator]() {
      for (const named of members) yield recordOf(named)
    },
  }
}

/** Hard links are names of one file. */
function under(names: number, files: number): string {
  return names > files ? ` under ${counted(names, 'name')}` : ''
}

/** After all paths. */
const LAST = '\xff'

function comparePaths(a: WithPath, b: WithPath): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0
}

type WithPath = Pick<Named, 'path'>
