import { upTo } from '../sort/by-column.js'
import { Chains, NONE } from '../sort/chains.js'
import { enoughCopies } from './copies.js'
import { STATE, type DigestColumn } from './digest-column.js'
import type { FileColumns } from './file-columns.js'
import type { FileTable } from './file-table.js'
import { foldNames } from './fold-names.js'
import { foldViews } from './fold-views.js'
import { agreeIn, FileList, runsBy, runsOf, sortBy } from './runs.js'
import { paysToSample, splitForTrial } from './trial.js'
import type { Wanted } from './wanted.js'

export type Groups = {
  /** Files of one content each, proven by their digests: the largest first, then by digest. */
  readonly groups: Iterable<Uint32Array>
  /** Files of which there are fewer copies. */
  readonly few: FileList
  /** From a file to its further names. */
  readonly names: Chains
}

/** What is read, and when. Files may be put in another order. */
export type Read = {
  /** The digests that files get. */
  readonly digests: DigestColumn
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
  const likely = await narrowing.bySamples(narrowing.bySize())
  const proven = await narrowing.byDigests(likely)
  const { few, names } = narrowing
  return { groups: narrowing.groupsOf(proven), few, names }
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
    this.names = new Chains(table.count)
    this.#table = table
    this.#columns = columns
    this.#least = wanted.least
    this.#areEnough = enoughCopies(table, this.names, wanted.least, wanted)
    this.#read = read
  }

  /** Of all files those of which enough have one size, by size; one name for each. */
  bySize(): Uint32Array {
    const { size, inode } = this.#columns
    const all = upTo(this.#table.count)
    sortBy(all, [...size, ...inode])
    const several = this.#sift(all, runsOf(all, size), ({ length }) => length >= this.#least)
    const isTrusted = (file: number) => this.#read.isTrusted(file)
    const inodes = foldNames(several, this.names, agreeIn([...size, ...inode]), isTrusted)
    const isStacked = (file: number) => this.#read.isStacked(file)
    const heads = foldViews(inodes, this.names, this.#columns, this.#table, isStacked)
    return this.#sift(heads, runsOf(heads, size))
  }

  /**
   * Of these files those of which samples do not tell that they are not wanted, or none was taken.
   * @param files sorted by size
   */
  async bySamples(files: Uint32Array): Promise<Uint32Array> {
    const { first, others } = splitForTrial(runsOf(files, this.#columns.size), this.#table)
    const left = await this.#sampled(first)
    const pays = paysToSample(first, left, this.#table)
    return both(left, pays ? await this.#sampled(others) : others)
  }

  /** Of these files those that were read whole. */
  async byDigests(files: Uint32Array): Promise<Uint32Array> {
    const { state } = this.#read.digests
    const tried = await this.#readAll(files, (files) => this.#read.digest(files))
    this.few.add(tried.filter((file) => state[file] === STATE.alone))
    return tried.filter((file) => state[file] === STATE.proven)
  }

  /** Those of each digest of which there are enough. */
  *groupsOf(proven: Uint32Array): Generator<Uint32Array> {
    const { digests } = this.#read
    for (const run of this.#runsByDigest(proven))
      for (const files of byDigest(run, digests))
        if (this.#areEnough(files)) yield files
        else this.few.add(files)
  }

  async #sampled(files: Uint32Array): Promise<Uint32Array> {
    const { state } = this.#read.digests
    const tried = await this.#readAll(files, (files) => this.#read.sample(files))
    const sampled = tried.filter((file) => state[file] === STATE.sampled)
    return this.#sift(sampled, this.#runsByDigest(sampled))
  }

  /** Files of one size, and of digests that begin with the same bytes. */
  #runsByDigest(files: Uint32Array): Generator<Uint32Array> {
    return runsBy(files, [...this.#columns.size, ...this.#read.digests.columns])
  }

  /** Those of whom there are enough, in the place of all. @param runs of these files, in their order */
  #sift(files: Uint32Array, runs: Iterable<Uint32Array>, areEnough = this.#areEnough): Uint32Array {
    const kept = new FileList(files)
    for (const run of runs) (areEnough(run) ? kept : this.few).add(run)
    return kept.files
  }

  /**
   * Read files; of one that fails, as its name may be gone by now, the next name.
   * @returns the files that were tried
   */
  async #readAll(
    files: Uint32Array,
    read: (files: Uint32Array) => Promise<void>,
  ): Promise<Uint32Array> {
    const { state } = this.#read.digests
    let tried = files
    for (let next = files; next.length > 0;) {
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
  const list = new FileList(new Uint32Array(some.length + more.length))
  list.add(some)
  list.add(more)
  return list.files
}

/** Nearly always all of them: what agrees in 16 bytes. */
function byDigest(files: Uint32Array, digests: DigestColumn): Uint32Array[] {
  const first = files[0]!
  if (files.length === 1) return [files]
  const equal = files.filter((file) => digests.isEqual(first, file))
  if (equal.length === files.length) return [files]
  const others = files.filter((file) => !digests.isEqual(first, file))
  return [equal, ...byDigest(others, digests)]
}
