import type { Asked } from '../digest/read-digest.js'
import type { Listed } from './listed-lines.js'

/** The fields of a record that say what is in the file. All are by `algo`. */
export type Digests = {
  readonly head: string | undefined
  readonly headBytes: number | undefined
  readonly hash: string | undefined
  readonly algo: string | undefined
  /** Since when `hash` is known; see `FileRecord`. */
  readonly readNs: string | undefined
}

/** The digest asked for, where the record tells it already. */
export function knownDigest(record: Listed, { algo, headBytes }: Asked): string | undefined {
  if (record.algo !== algo) return undefined
  const { head, hash, size } = record
  const headAt = head === undefined ? 0 : record.headBytes!
  if (headBytes === undefined) return hash ?? (headAt >= size ? head : undefined)
  if (headAt === headBytes) return head
  return headBytes >= size ? hash : undefined
}

/**
 * The digests of a record once `hex`, the one asked for, is known. A head that covers the whole
 * file is its hash, too. Digests by another algorithm go: `algo` can only speak for one.
 * @param readNs when the reading for `hex` began, or earlier; undefined: not known
 */
export function digestsWith(
  record: Listed,
  { algo, headBytes }: Asked,
  hex: string,
  readNs: string | undefined,
): Digests {
  const old = record.algo === algo ? record : NONE
  const isWhole = record.size <= (headBytes ?? record.size)
  const whole = isWhole ? { hash: hex, readNs } : { hash: old.hash, readNs: sinceOf(old) }
  if (headBytes !== undefined) return { head: hex, headBytes, ...whole, algo }
  const { head } = old
  return { head, headBytes: head === undefined ? head : old.headBytes, ...whole, algo }
}

function sinceOf({ hash, readNs }: Partial<Digests>): string | undefined {
  return hash === undefined ? undefined : readNs
}

const NONE: Partial<Digests> = {}
