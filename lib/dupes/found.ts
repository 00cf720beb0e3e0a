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
  readonly #sum = { groups: 0, copies: 0, bytes: 0, files: 0 }

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
    else for (const group of this.#told(sort)) yield* this.#groupText(group)
  }

  /** The same as records. */
  async *batches(sort: Sort): AsyncGenerator<(GroupRecord | FileRecord)[]> {
    if (this.#isFew) for (const file of this.#few()) yield [this.#record(file)]
    else
      for (const { proven, members } of this.#told(sort))
        yield [{ ...this.#head(proven), files: members.map((file) => this.#record(file)) }]
  }

  /** A line about what was told so far. */
  get summary(): string {
    const { groups, copies, bytes, files } = this.#sum
    const looked = `looked at ${counted(this.#table.count, 'file')}`
    if (this.#isFew) return `${looked}: ${counted(files, 'file')} with fewer copies`
    if (groups === 0) return `${looked}: no two have the same content`
    const spare = `${counted(copies, 'copy', 'copies')} too many, ${formatSize(bytes)} could be freed`
    return `${looked}: ${counted(groups, 'group')}, ${spare}`
  }

  *#told(sort: Sort): Generator<Told> {
    for (const files of sort === 'size' ? this.#groups.groups : this.#byFirstPath()) {
      this.#count(files)
      yield { proven: files[0]!, members: this.#byPath(allNames(files, this.#groups.names)) }
    }
  }

  #byFirstPath(): Uint32Array[] {
    const firstPath = (files: Uint32Array) =>
      [...allNames(files, this.#groups.names)]
        .map((file) => this.#table.path(file))
        .reduce((a, path) => (path < a ? path : a))
    const sorted = Array.from(this.#groups.groups, (files) => ({ files, path: firstPath(files) }))
    return sorted.sort(comparePaths).map(({ files }) => files)
  }

  #count(files: Uint32Array): void {
    const sum = this.#sum
    const copies = Array.from(files, (file) => ({
      names: [...this.#groups.names.from(file)].length,
      nlink: this.#table.nlink[file]!,
      bytes: 512 * this.#table.blocks[file]!,
    }))
    sum.groups++
    sum.copies += copies.length - 1
    sum.bytes += spareBytes(copies)
  }

  /** The names of files that have fewer copies, in the order of their inodes. */
  #few(): number[] {
    for (const _ of this.#groups.groups); // some of what was read has few copies, too
    const all = Uint32Array.from(allNames(this.#groups.few.files, this.#groups.names))
    this.#sum.files = all.length
    const inodes = runsBy(all, fileColumns(this.#table).inode)
    return [...inodes].flatMap((names) => (names.length === 1 ? [names[0]!] : this.#byPath(names)))
  }

  /** A group record, in pieces that end with a LF. */
  *#groupText({ proven, members }: Told): Generator<string> {
    const head = JSON.stringify(this.#head(proven)).slice(0, -1)
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

  #head(proven: number) {
    const size = this.#table.size[proven]!
    return { type: 'group', size, hash: this.#digests.hex(proven), algo: this.#algo } as const
  }

  #byPath(files: Iterable<number>): number[] {
    return Array.from(files, (file) => ({ file, path: this.#table.path(file) }))
      .sort(comparePaths)
      .map(({ file }) => file)
  }
}

/** A group. */
type Told = {
  /** A file that was read: a further name of one has no digest. */
  readonly proven: number
  /** All names, by path. */
  readonly members: readonly number[]
}

type Named = { readonly path: string }

function comparePaths(a: Named, b: Named): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0
}
