/** A file whose content is to be told from others'. */
export type Member = {
  /** Its number in the cluster. */
  readonly file: number
  /** Bytes that are compared: all, or those before a tail of zeros. */
  readonly length: number
  /** Bytes that it has. */
  readonly size: number
}

/** Files whose first `at` bytes are equal. */
export type Bucket = {
  readonly members: readonly Member[]
  readonly at: number
  /** The longest file so far that they all begin with, or NONE. */
  readonly parent: number
  /** Only zeros so far. */
  readonly isZero: boolean
}

/** A member, and its bytes from where the bucket stands. */
export type Tail = { readonly member: Member; readonly bytes: Buffer }

/**
 * How far the members must be read: what the longest has beyond all others concerns nobody.
 * @returns a length in bytes
 */
export function bytesNeeded(members: readonly Member[]): number {
  let [longest, second] = [0, 0]
  for (const { length } of members)
    if (length > longest) [longest, second] = [length, longest]
    else if (length > second) second = length
  return second
}
