import type { ReadCalls } from '../fs/listed-file.js'
import type { Bucket, Member } from './bucket.js'
import { MemberReader, type Failure } from './member-reader.js'
import { unpackedFacts } from './packed-lines.js'
import { NONE, Relations } from './relations.js'
import { resolve, type Reach } from './resolve.js'

/** Clusters one after the other, as the lines of their files. */
export type Clusters = {
  /** See `packedLines`. */
  readonly lines: Uint8Array
  /** For each file its bytes to compare. */
  readonly lengths: Float64Array
  /** For each cluster the place behind its last file. */
  readonly ends: Uint32Array
  /** They lie on disks that had better not move their heads. */
  readonly isSlow: boolean
}

/** Two files of which much is still to be compared, as a bucket has them; places in the task. */
export type Long = Pick<Bucket, 'at' | 'parent' | 'isZero'> & { readonly pair: readonly Member[] }

/** All numbers of files are places in the task. */
export type ClustersReply = {
  readonly relations: Relations
  readonly failures: readonly Failure[]
  readonly long: readonly Long[]
}

export type ResolveSettings = {
  /** Descriptors that may be open, at least 1. */
  readonly mostOpen: number
  /** Memory for what is compared at a time. */
  readonly arenaBytes: number
  /** Two files of which more than that must be compared are left to several threads. */
  readonly longBytes: number
}

/** Bytes of a file in a row: what a core's cache holds, or what makes up for the way of a head. */
const FAST_BYTES = 256 * 1024
const SLOW_BYTES = 8 * 2 ** 20

/** Makes the function that finds how the files of clusters hang together, by reading them. */
export function clusterResolver(
  fs: ReadCalls,
  { mostOpen, arenaBytes, longBytes }: ResolveSettings,
) {
  let arena: Buffer | undefined
  return ({ lines, lengths, ends, isSlow }: Clusters): ClustersReply => {
    arena ??= Buffer.allocUnsafeSlow(arenaBytes)
    const mostBytes = isSlow ? SLOW_BYTES : FAST_BYTES
    const reach: Reach = { arena, mostBytes, longBytes: isSlow ? Infinity : longBytes }
    const all = new Relations(lengths.length)
    const failures: Failure[] = []
    const long: Long[] = []
    const facts = unpackedFacts(lines)
    for (let i = 0, first = 0; i < ends.length; first = ends[i++]!) {
      const listed = facts.slice(first, ends[i])
      const members = listed.map(({ size }, file) => ({
        file,
        length: lengths[first + file]!,
        size,
      }))
      const reader = new MemberReader(listed, fs, mostOpen)
      try {
        const read = (member: Member, from: number, into: Buffer) => reader.read(member, from, into)
        const found = resolve(members, read, reach)
        const place = (file: number) => (file === NONE ? NONE : first + file)
        all.twin.set(found.relations.twin.map(place), first)
        all.parent.set(found.relations.parent.map(place), first)
        all.end.set(found.relations.end, first)
        for (const failure of reader.failures)
          failures.push({ ...failure, file: place(failure.file) })
        for (const { members, at, parent, isZero } of found.long) {
          const pair = members.map((member) => ({ ...member, file: place(member.file) }))
          long.push({ pair, at, parent: place(parent), isZero })
        }
      } finally {
        reader.close()
      }
    }
    return { relations: all, failures, long }
  }
}
