import type { Algo } from '../digest/digest.js'
import { counted } from '../record/counted.js'
import { parseFile, type FileRecord } from '../record/file.js'
import { formatSize } from '../record/format-size.js'
import type { GroupRecord } from '../record/group.js'
import { spareBytes } from '../record/spare-bytes.js'
import { fileLines } from '../walk/file-line.js'
import { allNames } from './copies.js'
import type { DigestColumn } from './digest-column.js'
import { fileColumns } from './file-columns.js'
import type { FileTable } from './file-table.js'
import type { Groups } from './find-dupes.js'
import { runsBy } from './runs.js'

/** Members that are put together at a time: all of a group can be longer than any string. */
const PIECE_FILES = 128

/** The order in which groups are told: the largest first, or by the path of their first member. */
export const SORTS = ['size', 'path'] as const
export type Sort = (typeof SORTS)[number]

/** What a search has found, to be told once, and what that adds up to. */
export class Found {
  readonly #table: FileTable
  readonly #groups: Groups
  readonly #digests: DigestColumn
  readonly #algo: Algo
  readonly #lineOf = fileLines()
  readonly #isFew: boolean
  #told = { groups: 0, copies: 0, bytes: 0, files: 0 }

  /** @param isFew not groups are wanted, but the files that have fewer copies */
  constructor(
    table: FileTable,
    groups: Groups,
    { digests, algo, isFew }: { digests: DigestColumn; algo: Algo; isFew: boolean },
  ) {
    this.#table = table
    this.#groups = groups
    this.#digests = digests
    this.#algo = algo
    this.#isFew = isFew
  }

  /** Records as lines of JSON, in pieces. */
  *text(sort: Sort): Generator<string> {
    if (this.#isFew) for (const file of this.#few()) yield `${this.#line(file)}\n`
    else for (const group of this.#sorted(sort)) yield* this.#groupText(group)
  }

  /** The same as records. */
  async *batches(sort: Sort): AsyncGenerator<(GroupRecord | FileRecord)[]> {
    if (this.#isFew) for (const file of this.#few()) yield [this.#record(file)]
    else
      for (const group of this.#sorted(sort))
        yield [{ ...this.#head(group), files: group.members.map((file) => this.#record(file)) }]
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
      const members = this.#allNames(files).sort(comparePaths)
      yield { read: files[0]!, members: members.map(({ file }) => file) }
    }
  }

  #byFirstPath(): Uint32Array[] {
    const firstPath = (files: Uint32Array) =>
      this.#allNames(files).reduce((a, { path }) => (path < a ? path : a), LAST)
    const sorted = Array.from(this.#groups.groups, (files) => ({ files, path: firstPath(files) }))
    return sorted.sort(comparePaths).map(({ files }) => files)
  }

  #count(files: Uint32Array): void {
    const told = this.#told
    const copies = Array.from(files, (file) => ({
      names: [...this.#groups.names.from(file)].length,
      nlink: this.#table.nlink[file]!,
      bytes: 512 * this.#table.blocks[file]!,
    }))
    told.groups++
    told.copies += copies.length - 1
    told.bytes += spareBytes(copies)
  }

  /** The names of files that have fewer copies, in the order of their inodes. */
  #few(): number[] {
    for (const _ of this.#groups.groups); // some of what was read has few copies, too
    const all = Uint32Array.from(allNames(this.#groups.few.files, this.#groups.names))
    this.#told.files = all.length
    const inodes = runsBy(all, fileColumns(this.#table).inode)
    return [...inodes].flatMap((names) => [...names].sort((a, b) => this.#comparePaths(a, b)))
  }

  #comparePaths(a: number, b: number): number {
    return comparePaths({ path: this.#table.path(a) }, { path: this.#table.path(b) })
  }

  /** A group record, in pieces that end with a LF. */
  *#groupText(group: Group): Generator<string> {
    const { members } = group
    const head = JSON.stringify(this.#head(group)).slice(0, -1)
    for (let from = 0; from < members.length; from += PIECE_FILES) {
      const lines = members.slice(from, from + PIECE_FILES).map((file) => this.#line(file))
      yield `${from === 0 ? `${head},"files":[` : ','}${lines.join(',')}`
    }
    yield ']}\n'
  }

  /** The record of a file, without LF. */
  #line(file: number): string {
    const table = this.#table
    return this.#lineOf(table.dir(file), table.name(file), table.facts(file))
  }

  #record(file: number): FileRecord {
    return parseFile(JSON.parse(this.#line(file)))
  }

  #head({ read }: Group) {
    const size = this.#table.size[read]!
    return { type: 'group', size, hash: this.#digests.hex(read), algo: this.#algo } as const
  }

  #allNames(files: Uint32Array): { readonly file: number; readonly path: string }[] {
    return Array.from(allNames(files, this.#groups.names), (file) => ({
      file,
      path: this.#table.path(file),
    }))
  }
}

/** A group: a file of it that was read, and all names, by path. */
type Group = { readonly read: number; readonly members: readonly number[] }

/** After all paths. */
const LAST = '\xff'

type Named = { readonly path: string }

function comparePaths(a: Named, b: Named): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0
}
