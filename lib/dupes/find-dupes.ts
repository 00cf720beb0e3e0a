import { Chains, NONE } from '../sort/chains.js'
import { eachClass, type Classes } from '../sort/classes.js'
import { alikeIn, ofOneInode, ofOneSize } from './alike.js'
import { enoughCopies } from './copies.js'
import { STATE, type DigestColumn } from './digest-column.js'
import type { FileColumns } from './file-columns.js'
import type { FileTable } from './file-table.js'
import { foldNames } from './fold-names.js'
import { foldViews } from './fold-views.js'
import { FileList } from './runs.js'
import type { Wanted } from './wanted.js'

export type Groups = {
  /** Files of one content each, proven by their digests: the largest first, then by digest. */
  readonly groups: Iterable<Uint32Array>
  /** Files of which there are fewer copies. */
  readonly few: FileList
  /** From a file to its further names. */
  readonly names: Chains
}

/** Compared whole at once, or by digests, or looked at a little of each before that. */
export type Way = 'compare' | 'sample' | 'digest'

/** What is read, and when. Files may be put in another order. */
export type Read = {
  /** The digests that files get. */
  readonly digests: DigestColumn
  /** How files of one size are best read first. */
  wayOf(files: Uint32Array): Way
  /** Reads short files whole, each once, and proves what was read. */
  compare(classes: readonly Uint32Array[]): Promise<void>
  /** Reads a little of each file. */
  sample(files: Uint32Array): Promise<void>
  /** Reads files whole, and proves what was read. */
  digest(files: Uint32Array): Promise<void>
  /** Are equal inodes one file, where this one is? */
  isTrusted(file: number): boolean
  /** May this one be seen on another device, too? */
  isStacked(file: number): boolean
}

/**
 * Find the files of one content. What can have no partner any more is not read further: first sizes
 * are compared, then samples, then digests of all bytes. A file that cannot be read has no digest and
 * is in nothing that comes back.
 */
export async function findDupes(
  table: FileTable,
  columns: FileColumns,
  wanted: Wanted,
  read: Read,
): Promise<Groups> {
  const narrowing = new Narrowing(table, columns, wanted, read)
  const { compare, sample, digest } = narrowing.bySize()
  const compared = await narrowing.byContent(compare)
  const likely = await narrowing.bySamples(sample)
  const proven = await narrowing.byDigests(both(likely, joined(digest)))
  const { few, names } = narrowing
  return { groups: narrowing.groupsOf(both(compared, proven)), few, names }
}

/** From all files to those that are proven equal. */
class Narrowing {
  /** Files that turned out to have fewer copies than a group must have. */
  readonly few: FileList
  readonly names: Chains
  readonly #table: FileTable
  readonly #columns: FileColumns
  readonly #least: number
  readonly #areEnough: (files: Uint32Array) => boolean
  readonly #read: Read

  constructor(table: FileTable, columns: FileColumns, wanted: Wanted, read: Read) {
    this.few = new FileList(new Uint32Array(table.count))
    this.names = new Chains(table.limit)
    this.#table = table
    this.#columns = columns
    this.#least = wanted.least
    this.#areEnough = enoughCopies(table, this.names, wanted.least, wanted)
    this.#read = read
  }

  /** Of all files those of which enough have one size; one name for each. */
  bySize(): Record<Way, Uint32Array[]> {
    const all = [...eachClass(ofOneSize(this.#table.files(), this.#table))]
    const several = all.filter((files) => this.#isSeveral(files))
    const heads = this.#heads(joined(several))
    const isFolded = heads.length < several.reduce((sum, { length }) => sum + length, 0)
    const ways: Record<Way, Uint32Array[]> = { compare: [], sample: [], digest: [] }
    for (const files of isFolded ? eachClass(ofOneSize(heads, this.#table)) : several)
      if (this.#areEnough(files)) ways[this.#read.wayOf(files)].push(files)
      else this.few.add(files)
    return ways
  }

  /** Are there enough names? Whoever has fewer has few copies. */
  #isSeveral(files: Uint32Array): boolean {
    const isSeveral = files.length >= this.#least
    if (!isSeveral) this.few.add(files)
    return isSeveral
  }

  /** One name for each file. */
  #heads(files: Uint32Array): Uint32Array {
    const isTrusted = (file: number) => this.#read.isTrusted(file)
    const inodes = foldNames(ofOneInode(files, this.#table), this.names, isTrusted)
    const isStacked = (file: number) => this.#read.isStacked(file)
    return foldViews(inodes, this.names, this.#columns, this.#table, isStacked)
  }

  /** Of these classes the files that were read whole. */
  async byContent(classes: readonly Uint32Array[]): Promise<Uint32Array> {
    return this.#proven(joined(classes), () => this.#read.compare(classes))
  }

  /** Of these classes the files of which samples do not tell that they are not wanted. */
  async bySamples(classes: readonly Uint32Array[]): Promise<Uint32Array> {
    const { digests } = this.#read
    const sample = (files: Uint32Array) => this.#read.sample(files)
    const tried = await this.#readAll(joined(classes), sample, sample)
    const sampled = tried.filter((file) => digests.state[file] === STATE.sampled)
    return this.#sift(alikeIn(sampled, this.#table, digests))
  }

  /** Of these files those that were read whole. */
  byDigests(files: Uint32Array): Promise<Uint32Array> {
    return this.#proven(files, (files) => this.#read.digest(files))
  }

  /** Those of each digest of which there are enough: the largest first, then by digest. */
  groupsOf(proven: Uint32Array): Uint32Array[] {
    const { digests } = this.#read
    const { size } = this.#table
    const groups = []
    for (const files of eachClass(alikeIn(proven, this.#table, digests)))
      if (this.#areEnough(files)) groups.push(files)
      else this.few.add(files)
    return groups.sort(([a], [b]) => size[b!]! - size[a!]! || digests.compare(a!, b!))
  }

  /** Read files, the further names of those that fail by digests. @returns those that were read whole */
  async #proven(
    files: Uint32Array,
    first: (files: Uint32Array) => Promise<void>,
  ): Promise<Uint32Array> {
    const { state } = this.#read.digests
    const tried = await this.#readAll(files, first, (files) => this.#read.digest(files))
    this.few.add(tried.filter((file) => state[file] === STATE.alone))
    return tried.filter((file) => state[file] === STATE.proven)
  }

  /** Those of whom there are enough, in the place of all. */
  #sift(classes: Classes): Uint32Array {
    const kept = new FileList(classes.items)
    for (const files of eachClass(classes)) (this.#areEnough(files) ? kept : this.few).add(files)
    return kept.files
  }

  /**
   * Read files; of one that fails, as its name may be gone by now, the next name.
   * @returns the files that were tried
   */
  async #readAll(
    files: Uint32Array,
    first: (files: Uint32Array) => Promise<void>,
    again: (files: Uint32Array) => Promise<void>,
  ): Promise<Uint32Array> {
    const { state } = this.#read.digests
    let [tried, read] = [files, first]
    for (let next = files; next.length > 0; read = again) {
      await read(next)
      const failed = [...next.filter((file) => state[file] === STATE.failed)]
      const others = failed.map((file) => this.names.after(file)).filter((name) => name !== NONE)
      next = Uint32Array.from(others)
      if (next.length > 0) tried = both(tried, next)
    }
    return tried
  }
}

function both(some: Uint32Array, more: Uint32Array): Uint32Array {
  return joined([some, more])
}

function joined(classes: readonly Uint32Array[]): Uint32Array {
  const list = new FileList()
  for (const files of classes) list.add(files)
  return list.files
}
