import { bytesNeeded } from './bucket.js'
import type { Range, RangeReply } from './compare-range.js'
import type { Files } from './files.js'
import type { Findings } from './findings.js'
import { packedLines } from './packed-lines.js'
import { pooled } from '../thread/pooled.js'
import { END, NONE, Relations } from './relations.js'
import type { Long } from './resolve-clusters.js'
import { splitBucket } from './split-bucket.js'
import type { PrefixCrew } from './work.js'

/** Bytes that a thread compares at a time. */
const RANGE_BYTES = 16 * 2 ** 20

/** Bytes at the end of the shorter file that are looked at first: where they differ, all is said. */
const PROBE_BYTES = 4096

/**
 * Compare two files of which much is left, on all threads, as long as they agree.
 * @param numbers the number of the file at each place that `long` names
 */
export async function compareLong(
  { pair, at, parent, isZero }: Long,
  numbers: Uint32Array,
  files: Files,
  found: Findings,
  crew: PrefixCrew,
): Promise<void> {
  const places = pair.map(({ file }) => file)
  const both = Uint32Array.from(places, (place) => numbers[place]!)
  const needed = bytesNeeded(pair)
  const lines = packedLines(both, files)
  const compare = async (from: number, to: number): Promise<RangeReply> => {
    const range: Range = { lines, from, to }
    const reply = await crew.run({ range })
    if (!('compared' in reply)) throw new Error('another reply than to what was asked')
    for (const failure of reply.compared.failures)
      found.fail({ ...failure, file: both[failure.file]! })
    return reply.compared
  }

  const probe = await compare(needed - PROBE_BYTES, needed)
  let isEqual = probe.isEqual
  let areZeros = isZero && probe.isZero
  if (isEqual)
    await pooled(ranges(at, needed - PROBE_BYTES), crew.limit, async ([from, to]) => {
      if (!isEqual) return
      const part = await compare(from, to)
      isEqual &&= part.isEqual
      areZeros &&= part.isZero
    })
  const relations = new Relations(2)
  if (isEqual) {
    const members = pair.map((member, file) => ({ ...member, file }))
    const nothing = Buffer.alloc(0)
    const tails = members.map((member) => ({ member, bytes: nothing }))
    splitBucket({ members, at: needed, parent: NONE, isZero: areZeros }, tails, needed, relations)
    if (probe.isText) relations.end.forEach((end, i) => (relations.end[i] = end | END.lines))
  }
  found.enter(relations, both)
  for (const [place, file] of both.entries())
    if (parent !== NONE && relations.twin[place] === NONE && relations.parent[place] === NONE)
      found.parent[file] = numbers[parent]!
}

function* ranges(from: number, to: number): Generator<readonly [from: number, to: number]> {
  for (let at = from; at < to; at += RANGE_BYTES) yield [at, Math.min(at + RANGE_BYTES, to)]
}
