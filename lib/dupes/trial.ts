import type { FileTable } from './file-table.js'
import { FileList } from './runs.js'
import { isShort } from './sample.js'

/** To sample a file takes half of the time that it takes to read it whole: it pays if half of them go. */
const MOST_LEFT = 0.45

/** Of fewer short files nothing can be said. */
const FEW = 64

/** One in so many classes of short files is sampled to see whether it pays. */
const TRIED = 16

/**
 * Which files are sampled first: long ones, where it costs little beside reading them, and some of the
 * short ones, to see whether for the others it is worth it.
 * @param classes files of one size each
 */
export function splitForTrial(
  classes: Iterable<Uint32Array>,
  { size }: FileTable,
): { readonly first: Uint32Array; readonly others: Uint32Array } {
  const [first, others] = [new FileList(), new FileList(new Uint32Array(size.length))]
  let short = 0
  for (const files of classes)
    if (!isShort(size[files[0]!]!) || short++ % TRIED === 0) first.add(files)
    else others.add(files)
  return { first: first.files, others: others.files }
}

/**
 * Is it quicker to sample short files before they are read whole?
 * @param first what was sampled
 * @param left of these, what samples did not tell from all others
 */
export function paysToSample(first: Uint32Array, left: Uint32Array, { size }: FileTable): boolean {
  const short = (files: Uint32Array) =>
    files.reduce((sum, file) => sum + Number(isShort(size[file]!)), 0)
  return short(left) < MOST_LEFT * Math.max(short(first), FEW)
}
