import type { Algo } from '../digest/digest.js'
import { counted } from '../record/counted.js'
import { parseFile, type FileRecord } from '../record/file.js'
import { formatSize } from '../record/format-size.js'
import type { AnyGroup, Files } from '../record/group.js'
import { spareBytes } from '../record/spare-bytes.js'
import { fileLines } from '../walk/file-line.js'
import { allNames } from './copies.js'
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
}

/** What a search has found, to be told once, and what that adds up to. */
export class Found {
  readonly #table: FileTable
  readonly #groups: Groups
  readonly #columns: FileColumns
  readonly #digests: DigestColumn
  readonly #algo: Algo
  readonly #lineOf = fileLines()
  readonly #isFew: boolean
  readonly #eachName: boolean
  #told = { groups: 0, copies: 0, bytes: 0, files: 0 }

  constructor(table: FileTable, groups: Groups, told: Told) {
    const { columns, digests, algo, isFew, hardLinks } = told
    this.#table = table
    this.#groups = groups
    this.#columns = columns
    this.#digests = digests
    this.#algo = algo
    this.#isFew = isFew
    this.#eachName = hardLinks
  }

  /** Records as lines of JSON, in pieces. */
  *text(sort: Sort): Generator<string> {
    if (this.#isFew) for (const named of this.#few()) yield `${this.#line(named)}\n`
    else for (const group of this.#sorted(sort)) yield* this.#groupText(group)
  }

  /** The same as records. */
  async *batches(sort: Sort): AsyncGenerator<(AnyGroup | FileRecord)[]> {
    if (this.#isFew) for (const named of this.#few()) yield [this.#record(named)]
    else
      for (const group of this.#sorted(sort))
        yield [{ ...this.#head(group), files: this.#files(group) }]
  }

  /** Was nothing told? */
  get isEmpty(): boolean {
    return this.#told.groups + this.#told.files === 0
  }

  /** A line about what was told so far. */
  get summary(): string {
    const { groups, copies, bytes, files } = this.#told
    const looked = `looked at ${counted(this.#table.count, 'file')}`
    if (this.#isFew) return `${looked}: ${counted(files, 'file')} with fewer copies`
    if (groups === 0) return `${looked}: no two have the same content`
    const spare = `${counted(copies, 'copy', 'copies')} too many, ${formatSize(bytes)} could be freed`
    return `${looked}: ${counted(groups, 'group')}, ${spare}`
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
    const copies = Array.from(files, (file) => ({
      names: this.#groups.names.count(file),
      nlink: this.#table.nlink[file]!,
      bytes: 512 * this.#table.blocks[file]!,
    }))
    told.groups++
    told.copies += copies.reduce((sum, { names }) => sum + (this.#eachName ? names : 1), -1)
    told.bytes += spareBytes(copies)
  }

  /** The names of files that have fewer copies, in the order of their inodes. */
  #few(): Named[] {
    for (const _ of this.#groups.groups); // some of what was read has few copies, too
    const inodes = runsBy(this.#groups.few.files, this.#columns.inode)
    const names = [...inodes].flatMap((files) => this.#named(files).sort(comparePaths))
    this.#told.files = names.length
    return names
  }

  /** A group record, in pieces that end with a LF. */
  *#groupText(group: Group): Generator<string> {
    const { members } = group
    const head = JSON.stringify(this.#head(group)).slice(0, -1)
    for (let from = 0; from < members.length; from += PIECE_FILES) {
      const lines = members.slice(from, from + PIECE_FILES).map((named) => this.#line(named))
      yield `${from === 0 ? `${head},"files":[` : ','}${lines.join(',')}`
    }
    yield ']}\n'
  }

  /** The record of a file, without LF. */
  #line({ file, path }: Named): string {
    const dir = this.#table.dir(file)
    return this.#lineOf(dir, path.slice(dir.path.length + 1), this.#table.facts(file))
  }

  /** Records that are made when they are asked for: all of a group can be too many. */
  #files({ members }: Group): Files {
    const record = (named: Named) => this.#record(named)
    return {
      length: members.length,
      at: (index) => members[index] && record(members[index]),
      *[Symbol.iterator]() {
        for (const named of members) yield record(named)
      },
    }
  }

  #record(named: Named): FileRecord {
    return parseFile(JSON.parse(this.#line(named)))
  }

  #head({ read }: Group) {
    const size = this.#table.size[read]!
    return { type: 'group', size, hash: this.#digests.hex(read), algo: this.#algo } as const
  }

  /** The files, and all their further names. */
  #named(files: Uint32Array): Named[] {
    const named: Named[] = []
    for (const file of allNames(files, this.#groups.names))
      named.push({ file, path: this.#table.path(file) })
    return named
  }
}

/** A name of a file, with its path as latin1. */
type Named = { readonly file: number; readonly path: string }

/** A group: a file of it that was read, and all names, by path. */
type Group = { readonly read: number; readonly members: readonly Named[] }

/** After all paths. */
const LAST = '\xff'

function comparePaths(a: WithPath, b: WithPath): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0
}

type WithPath = Pick<Named, 'path'>
