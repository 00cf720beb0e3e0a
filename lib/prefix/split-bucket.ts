import type { Bucket, Member, Tail } from './bucket.js'
import { isText, isZero } from './bytes.js'
import { END, type Relations } from './relations.js'

/** A content that files end with, and the file that stands for them. */
type Ended = { readonly bytes: Buffer; readonly file: number }

/**
 * Enter in `relations` the files that end before `to`, and return the buckets of those that go on
 * with equal bytes. Pure.
 *
 * In the order of their bytes, the beginning of another first, all that begin with the bytes of a
 * file follow it. So one pass with a stack finds for each file the longest one that it begins with
 * (the neighbour lemma; a trie's preorder).
 * @param tails of the bucket's members, from where it stands up to `to` or the file's end
 */
export function splitBucket(
  bucket: Bucket,
  tails: readonly Tail[],
  to: number,
  relations: Relations,
): Bucket[] {
  const found: Bucket[] = []
  const above: Ended[] = []
  const ends = ({ member }: Tail) => member.length <= to
  for (const equal of runsOfEqual(tails)) {
    const { bytes } = equal[0]!
    while (above.length > 0 && !startsWith(bytes, above.at(-1)!.bytes)) above.pop()
    let parent = above.at(-1)?.file ?? bucket.parent
    for (const { file, isTwin, member } of classes(equal.filter(ends))) {
      if (isTwin) relations.twin[member.file] = file
      else {
        relations.parent[file] = parent
        relations.end[file] = endOf(bucket, bytes)
        parent = file
      }
    }
    if (parent !== (above.at(-1)?.file ?? bucket.parent)) above.push({ bytes, file: parent })
    const members = equal.filter((tail) => !ends(tail)).map(({ member }) => member)
    if (members.length === 0) continue
    if (members.length === 1) relations.parent[members[0]!.file] = parent
    else found.push({ members, at: to, parent, isZero: bucket.isZero && isZero(bytes) })
  }
  return found
}

/** Tails in the order of their bytes, those that are equal together. */
function runsOfEqual(tails: readonly Tail[]): Tail[][] {
  const sorted = tails.toSorted((a, b) => a.bytes.compare(b.bytes))
  const runs: Tail[][] = []
  for (const tail of sorted) {
    const run = runs.at(-1)
    if (run !== undefined && run[0]!.bytes.equals(tail.bytes)) run.push(tail)
    else runs.push([tail])
  }
  return runs
}

/**
 * Files that end here with equal bytes, class by class. Only what follows as zeros can tell them
 * apart: then each is taken for the beginning of the next, the one without zeros, which is likely
 * to be whole, coming last.
 */
function classes(tails: readonly Tail[]): { member: Member; file: number; isTwin: boolean }[] {
  const rank = ({ size, length }: Member) => (size === length ? Infinity : size)
  const members = tails.map(({ member }) => member)
  members.sort((a, b) => (rank(a) === rank(b) ? a.file - b.file : rank(a) - rank(b)))
  let last: Member | undefined
  return members.map((member) => {
    const isTwin = last !== undefined && last.size === member.size
    if (!isTwin) last = member
    return { member, file: last!.file, isTwin }
  })
}

function startsWith(bytes: Buffer, start: Buffer): boolean {
  return (
    bytes.length >= start.length && bytes.compare(start, 0, start.length, 0, start.length) === 0
  )
}

function endOf({ isZero: isZeroSoFar }: Bucket, bytes: Buffer): number {
  const zeros = isZeroSoFar && isZero(bytes) ? END.zeros : 0
  return zeros | (isText(bytes) ? END.lines : 0)
}
