import type { Files } from './files.js'
import { findClusters } from './find-clusters.js'
import type { Findings } from './findings.js'
import { FAST } from '../fs/lane-of.js'
import { inLanes } from '../thread/in-lanes.js'
import { laneOf } from './lanes.js'
import { compareLong } from './long-pair.js'
import { STATE } from './look-block.js'
import { packedLines } from './packed-lines.js'
import type { Clusters } from './resolve-clusters.js'
import { sortSignatures } from './sort-signatures.js'
import type { PrefixCrew } from './work.js'

/** Files that a thread is given at a time, at least: a larger cluster stays whole. */
const BATCH_FILES = 128

/**
 * Find which files begin, or equal, which others: those whose signatures leave it open are read.
 * @param heads the names that stand for a file each
 */
export async function findRelations(
  heads: Uint32Array,
  files: Files,
  found: Findings,
  crew: PrefixCrew,
): Promise<void> {
  const seen = heads.filter((file) => files.state[file] === STATE.read && !found.isTwin[file])
  sortSignatures(seen, files.signatures, (a, b) => files.length[a]! - files.length[b]!)
  const lane = laneOf(files)
  const lanes = new Map<string, number[]>()
  for (const [from, to] of findClusters(seen, files.signatures)) {
    if (areKnownToDiffer(seen.subarray(from, to), files)) continue
    let name = FAST
    for (let i = from; i < to && name === FAST; i++) name = lane(seen[i]!)
    const spans = lanes.get(name)
    if (spans === undefined) lanes.set(name, [from, to])
    else spans.push(from, to)
  }
  for (const [name, spans] of lanes) if (name !== FAST) sortByInode(spans, seen, files)
  const tasks = [...lanes].map(([name, spans]) => [name, batches(spans, seen)] as const)
  const limitOf = (lane: string) => (lane === FAST ? crew.limit : 1)
  await inLanes(new Map(tasks), limitOf, async (clusters, name) => {
    const numbers = Uint32Array.from(clusters.flatMap((cluster) => [...cluster]))
    const reply = await crew.run({
      clusters: clustersTask(clusters, numbers, files, name !== FAST),
    })
    if (!('resolved' in reply)) throw new Error('another reply than to what was asked')
    const { relations, failures, long } = reply.resolved
    found.enter(relations, numbers)
    for (const failure of failures) found.fail({ ...failure, file: numbers[failure.file]! })
    for (const pair of long) await compareLong(pair, numbers, files, found, crew)
  })
}

/** Files of one size whose digests are by one algorithm are equal or not: the digests have said it. */
function areKnownToDiffer(cluster: Uint32Array, files: Files): boolean {
  const size = files.size[cluster[0]!]!
  const isOther = (file: number) => files.size[file] !== size || files.length[file] !== size
  if (!files.hasDigests || cluster.some(isOther)) return false
  const [first, ...others] = [...cluster].map((file) => files.record(file))
  return (
    first!.hash !== undefined &&
    first!.algo !== undefined &&
    others.every(({ hash, algo }) => hash !== undefined && algo === first!.algo)
  )
}

/** As a head moves over the disk, by the first file of each. */
function sortByInode(spans: number[], seen: Uint32Array, { ino }: Files): void {
  const clusters = Array.from({ length: spans.length / 2 }, (_, i) => spans.slice(2 * i, 2 * i + 2))
  const place = ([from]: number[]) => Number(ino[seen[from!]!])
  clusters.sort((a, b) => place(a) - place(b))
  clusters.flat().forEach((bound, i) => (spans[i] = bound))
}

function* batches(spans: readonly number[], files: Uint32Array): Generator<Uint32Array[]> {
  let batch: Uint32Array[] = []
  let count = 0
  for (let i = 0; i < spans.length; i += 2) {
    const cluster = files.subarray(spans[i], spans[i + 1])
    batch.push(cluster)
    count += cluster.length
    if (count < BATCH_FILES) continue
    yield batch
    batch = []
    count = 0
  }
  if (count > 0) yield batch
}

function clustersTask(
  clusters: readonly Uint32Array[],
  numbers: Uint32Array,
  files: Files,
  isSlow: boolean,
): Clusters {
  const ends = new Uint32Array(clusters.length)
  for (let i = 0, end = 0; i < ends.length; i++) ends[i] = end += clusters[i]!.length
  const lengths = Float64Array.from(numbers, (file) => files.length[file]!)
  return { lines: packedLines(numbers, files), lengths, ends, isSlow }
}
