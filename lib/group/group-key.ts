import { BadRecord } from '../record/shape.js'
import type { Facts } from './facts.js'

/** What files must have in common, besides their size. */
export type By = 'size' | 'head' | 'hash'

/** Files of one size are partners when digest and kind are equal. */
export type GroupKey = {
  /** Lowercase hex; empty when the size alone decides. */
  readonly digest: string
  /** Where it stands in the bytes that the record came in; -1 if that is not known. */
  readonly digestAt: number
  /** How the digest was made: digests of different kinds say nothing about each other. */
  readonly kind: string
}

const SIZE: GroupKey = { digest: '', digestAt: -1, kind: '' }

/** @throws {BadRecord} the digest is missing: unknown is never equal to unknown */
export function groupKey(facts: Facts, by: By): GroupKey {
  if (by === 'size') return SIZE
  const { head, headBytes, hash, algo, headAt, hashAt } = facts
  const digest = by === 'head' ? head : hash
  const flag = by === 'head' ? ' --head' : ''
  if (digest === undefined) throw new BadRecord(by, `a digest: run dd-hash${flag} before dd-group`)
  if (algo === undefined) throw new BadRecord('algo', `the algorithm that made "${by}"`)
  if (by === 'hash') return { digest, digestAt: hashAt, kind: algo }
  return { digest, digestAt: headAt, kind: `${algo} ${headBytes}` }
}
