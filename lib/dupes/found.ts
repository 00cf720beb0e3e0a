import type { Algo } from '../digest/digest.js'
import { parseFile, type FileRecord } from '../record/file.js'
import type { GroupRecord } from '../record/group.js'
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

/** What a search has found, as text and as records. */
export class Found {
  readonly #table: FileTable
  readonly #groups: Groups
  readonly #digests: DigestColumn
  readonly #algo: Algo
  readonly #lineOf = fileLines()

  constructor(table: FileTable, groups: Groups, digests: DigestColumn, algo: Algo) {
    this.#table = table
    this.#groups = groups
    this.#digests = digests
    this.#algo = algo
  }

  /** The members of each group, by path. */
  *groups(sort: Sort): Generator<number[]> {
    if (sort === 'size') {
      for (const files of this.#groups.groups) yield this.#byPath(files)
      return
    }
    const firstPath = (files: Uint32Array) =>
      this.#allNames(files).reduce((a, { path }) => (path < a ? path : a), '\xff')
    const sorted = [...this.#groups.groups].map((files) => ({ files, path: firstPath(files) }))
    for (const { files } of sorted.sort(comparePaths)) yield this.#byPath(files)
  }

  /** The names of the files that have fewer copies than a group must have, in the order of their inodes. */
  few(): number[] {
    for (const _ of this.#groups.groups); // what was read has few copies, too
    const all = Uint32Array.from(allNames(this.#groups.few.files, this.#groups.names))
    const inodes = runsBy(all, fileColumns(this.#table).inode)
    return [...inodes].flatMap((names) => (names.length === 1 ? [names[0]!] : this.#byPath(names)))
  }

  /** A group record, in pieces that end with a LF. */
  *groupText(members: readonly number[]): Generator<string> {
    const head = JSON.stringify(this.#head(members)).slice(0, -1)
    for (let from = 0; from < members.length; from += PIECE_FILES) {
      const lines = members.slice(from, from + PIECE_FILES).map((file) => this.line(file))
      yield `${from === 0 ? `${head},"files":[` : ','}${lines.join(',')}`
    }
    yield ']}\n'
  }

  groupRecord(members: readonly number[]): GroupRecord {
    return { ...this.#head(members), files: members.map((file) => this.record(file)) }
  }

  /** The record of a file, without LF. */
  line(file: number): string {
    const table = this.#table
    return this.#lineOf(table.dir(file), table.name(file), table.facts(file))
  }

  record(file: number): FileRecord {
    return parseFile(JSON.parse(this.line(file)))
  }

  #head([first]: readonly number[]) {
    const size = this.#table.size[first!]!
    return { type: 'group', size, hash: this.#digests.hex(first!), algo: this.#algo } as const
  }

  #byPath(files: Uint32Array): number[] {
    return this.#allNames(files)
      .sort(comparePaths)
      .map(({ file }) => file)
  }

  #allNames(files: Uint32Array): { readonly file: number; readonly path: string }[] {
    return Array.from(allNames(files, this.#groups.names), (file) => ({
      file,
      path: this.#table.path(file),
    }))
  }
}

type Named = { readonly path: string }

function comparePaths(a: Named, b: Named): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0
}
