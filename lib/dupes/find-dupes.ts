import { Chains, NONE } from '../sort/chains.js'
import { copyCounter } from './copies.js'
import { STATE, type DigestColumn } from './digest-column.js'
import type { FileColumns } from './file-columns.js'
import type { FileTable } from './file-table.js'
import { FileList, runsBy } from './runs.js'
import { isShort } from './sample.js'
import type { Wanted } from './wanted.js'

export type Groups = {
  /** Files of one content each, proven by their digests: the largest first, then by digest. */
  readonly groups: Iterable<Uint32Array>
  /** Files of which there are fewer copies. */
  readonly few: FileList
  /** From a file to further names of its inode. */
  readonly names: Chains
}

/** To sample a file takes half of the time that it takes to read it whole: it pays if half of them go. */
const MOST_LEFT = 0.45

/** Of fewer short files nothing can be said. */
const FEW = 64

/** One in so many classes of short files is sampled to see whether it pays. */
const TRIED = 16

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
}

/**
 * Find the files of one content. What can have no partner any more is not read further: first sizes
 * are compared, then samples, then digests of all bytes. A file that cannot be read has no digest and
 * is in nothing that comes back.
 */
export async function findDupes(
  table: FileTable,
  { size, inode }: FileColumns,
  wanted: Wanted,
  read: Read,
): Promise<Groups> {
  const { least } = wanted
  const { digests } = read
  const few = new FileList()
  const names = new Chains(table.count)
  const copies = copyCounter(table, names, wanted)

  const sift = (runs: Iterable<Uint32Array>, count: (run: Uint32Array) => number): Uint32Array => {
    const kept = new FileList()
    for (const run of runs) (count(run) >= least ? kept : few).add(run)
    return kept.files
  }
  const upToAll = new Uint32Array(table.count).map((_, file) => file)
  const several = sift(runsBy(upToAll, size), (run) => run.length)
  const heads = foldNames(runsBy(several, inode), names, (file) => read.isTrusted(file))
  const open = sift(runsBy(heads, size), copies)

  /** Of these files, those of which samples do not tell that they have no partner. */
  const narrowed = async (files: Uint32Array): Promise<Uint32Array> => {
    const tried = await readAll(files, names, digests, (files) => read.sample(files))
    const sampled = tried.filter((file) => digests.state[file] === STATE.sampled)
    return sift(runsBy(sampled, [...size, ...digests.columns(sampled)]), copies)
  }
  const { first, others } = splitForTrial(runsBy(open, size), table)
  const left = new FileList()
  left.add(await narrowed(first))
  const short = (files: Uint32Array) =>
    files.reduce((sum, file) => sum + Number(isShort(table.size[file]!)), 0)
  const pays = short(left.files) < MOST_LEFT * Math.max(short(first), FEW)
  left.add(pays ? await narrowed(others) : others)
  const tried = await readAll(left.files, names, digests, (files) => read.digest(files))

  few.add(tried.filter((file) => digests.state[file] === STATE.alone))
  const proven = tried.filter((file) => digests.state[file] === STATE.proven)
  const equal = runsBy(proven, [...size, ...digests.columns(proven)])
  return { groups: inFull(equal), few, names }

  function* inFull(runs: Iterable<Uint32Array>): Generator<Uint32Array> {
    for (const run of runs)
      for (const files of byDigest(run, digests))
        if (copies(files) >= least) yield files
        else few.add(files)
  }
}

/** One name for each inode; `names` then leads from it to the others. */
function foldNames(
  inodes: Iterable<Uint32Array>,
  names: Chains,
  isTrusted: (file: number) => boolean,
): Uint32Array {
  const heads = new FileList()
  for (const inode of inodes) {
    if (inode.length === 1 || !isTrusted(inode[0]!)) heads.add(inode)
    else {
      heads.add(inode.subarray(0, 1))
      for (const name of inode.subarray(1)) names.add(inode[0]!, name)
    }
  }
  return heads.files
}

/**
 * Which files are sampled first: long ones, where it costs little beside reading them, and some of the
 * short ones, to see whether for the others it is worth it.
 * @param classes files of one size each
 */
function splitForTrial(
  classes: Iterable<Uint32Array>,
  { size }: FileTable,
): { readonly first: Uint32Array; readonly others: Uint32Array } {
  const [first, others] = [new FileList(), new FileList()]
  let short = 0
  for (const files of classes)
    if (!isShort(size[files[0]!]!) || short++ % TRIED === 0) first.add(files)
    else others.add(files)
  return { first: first.files, others: others.files }
}

/**
 * Read files; of one that fails, as its name may be gone by now, the next name.
 * @returns the files that were tried
 */
async function readAll(
  files: Uint32Array,
  names: Chains,
  { state }: DigestColumn,
  read: (files: Uint32Array) => Promise<void>,
): Promise<Uint32Array> {
  const tried = new FileList()
  for (let next = files; next.length > 0;) {
    await read(next)
    tried.add(next)
    const failed = [...next.filter((file) => state[file] === STATE.failed)]
    next = Uint32Array.from(failed.map((file) => names.after(file)).filter((name) => name !== NONE))
  }
  return tried.files
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
