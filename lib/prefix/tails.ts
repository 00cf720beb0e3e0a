import { digestHex } from '../digest/digest.js'
import type { Bucket, Member, Tail } from './bucket.js'

/**
 * Reads bytes of a member from `from` on, until `into` is full.
 * @returns false: it failed, and takes no more part
 */
export type ReadMember = (member: Member, from: number, into: Buffer) => boolean

/** The bytes of a bucket's members up to an offset: less than was asked for, where memory is short. */
export type Tails = { readonly tails: Tail[]; readonly to: number }

/**
 * Read what the members of a bucket have up to `to`. What several have is held once, if else it
 * would not fit; and if what is different does not fit, everybody's bytes are cut down to half, so
 * that however many files there are, each is read once. What was cut off is read again later.
 * @param arena where the bytes go: good until the next call. At least 256 bytes, so that any number
 *   of different first bytes fits
 */
export function readTails(bucket: Bucket, to: number, read: ReadMember, arena: Buffer): Tails {
  const bytesOf = ({ length }: Member) => Math.min(length, to) - bucket.at
  const total = bucket.members.reduce((sum, member) => sum + bytesOf(member), 0)
  return total <= arena.length
    ? readAll(bucket, to, read, arena)
    : readDistinct(bucket, to, read, arena)
}

function readAll({ members, at }: Bucket, to: number, read: ReadMember, arena: Buffer): Tails {
  const tails: Tail[] = []
  let used = 0
  for (const member of members) {
    const bytes = arena.subarray(used, used + Math.min(member.length, to) - at)
    if (!read(member, at, bytes)) continue
    tails.push({ member, bytes })
    used += bytes.length
  }
  return { tails, to }
}

/** Its length, and where it lies in the arena. */
type Held = { bytes: Buffer }

function readDistinct({ members, at }: Bucket, to: number, read: ReadMember, arena: Buffer): Tails {
  const scratch = Buffer.allocUnsafe(Math.min(to - at, arena.length / 4))
  let most = scratch.length
  let used = 0
  const tails: { member: Member; held: Held }[] = []
  let known = new Map<string, Held>()

  const hold = (bytes: Buffer): Held | undefined => {
    const key = digestHex('blake3', bytes)
    const same = known.get(key)
    if (same !== undefined || used + bytes.length > arena.length) return same
    const place = arena.subarray(used, used + bytes.length)
    place.set(bytes) // may lie over what it is copied from, further up
    const held = { bytes: place }
    used += bytes.length
    known.set(key, held)
    return held
  }

  const halve = () => {
    most = Math.ceil(most / 2)
    used = 0
    const all = [...known.values()]
    known = new Map()
    const now = new Map(all.map((held) => [held, hold(held.bytes.subarray(0, most))!]))
    for (const tail of tails) tail.held = now.get(tail.held)!
  }

  for (const member of members) {
    const bytes = scratch.subarray(0, Math.min(member.length - at, most))
    if (!read(member, at, bytes)) continue
    let held = hold(bytes)
    while (held === undefined) {
      halve()
      held = hold(bytes.subarray(0, most))
    }
    tails.push({ member, held })
  }
  return { tails: tails.map(({ member, held }) => ({ member, bytes: held.bytes })), to: at + most }
}
