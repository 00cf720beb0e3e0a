import { bytesNeeded, type Bucket, type Member } from './bucket.js'
import { Relations, NONE } from './relations.js'
import { splitBucket } from './split-bucket.js'
import { readTails, type ReadMember } from './tails.js'

/** Bytes of each file to read in a row: little where files may soon differ, then more. */
const FIRST_BYTES = 16 * 1024
const GROWTH = 4

export type Reach = {
  /** Memory for what is compared at a time. */
  readonly arena: Buffer
  /** Bytes in a row, at most: what a core's cache holds, or what makes up for a disk's seek. */
  readonly mostBytes: number
  /** Two files of which more than that must be compared are left to others. */
  readonly longBytes: number
}

/** What was found out, and what is left to do. */
export type Resolved = { readonly relations: Relations; readonly long: readonly Bucket[] }

/**
 * Find how files hang together, by their bytes. Block by block, those that still agree are read on;
 * a file that agrees with no other is not, and nothing is read behind the end of the second longest.
 * @param members `file` is their place in the list
 */
export function resolve(members: readonly Member[], read: ReadMember, reach: Reach): Resolved {
  const relations = new Relations(members.length)
  const long: Bucket[] = []
  const open: Bucket[] = [{ members, at: 0, parent: NONE, isZero: true }]
  for (let bucket = open.pop(); bucket !== undefined; bucket = open.pop()) {
    const needed = bytesNeeded(bucket.members)
    if (bucket.members.length === 2 && needed - bucket.at > reach.longBytes) {
      long.push(bucket)
      continue
    }
    const most = Math.max(FIRST_BYTES, Math.min(GROWTH * bucket.at, reach.mostBytes))
    const { tails, to } = readTails(bucket, Math.min(needed, bucket.at + most), read, reach.arena)
    for (const part of splitBucket(bucket, tails, to, relations)) open.push(part) // too many to spread
  }
  return { relations, long }
}
