import { digestRoom, HEADER_BYTES, LARGEST_SIZE, toWord, WORD, type Slab } from './frame.js'

/** Where a record's line is. */
export type Place = {
  /** Where the name's bytes stand in the line; -1 where they do not, as when it has escapes there. */
  readonly nameAt: number
  /** The line is `from` to `to` of `bytes`, without `cutFrom` to `cutTo`. */
  readonly bytes: Buffer
  readonly from: number
  readonly to: number
  readonly cutFrom: number
  readonly cutTo: number
}

/** What goes into a frame. */
export type Content = {
  /** Number of the host and device. */
  readonly volume: number
  /** Number of the host alone; 0 is this machine. */
  readonly machine: number
  readonly ino: string
  /** Bytes of the file. */
  readonly size: number
  /** Number of the digest's kind. */
  readonly kind: number
  /** Lowercase hex; may be empty. */
  readonly digest: string
  /** Where the digest stands in the bytes of `place`; -1 if that is not known. */
  readonly digestAt: number
  /** The path's bytes, one latin1 character each. */
  readonly name: string
  readonly place: Place
}

/** Bytes that a frame takes: a multiple of 4. */
export function frameBytes({ digest, name, place }: Content): number {
  const { nameAt, from, to, cutFrom, cutTo } = place
  const line = to - from - (cutTo - cutFrom)
  return toWord(
    HEADER_BYTES + digestRoom(digest.length >> 1) + line + (nameAt < 0 ? name.length : 0),
  )
}

/** Write a frame at word `at` of `slab`, where `frameBytes(content)` are free. */
export function writeFrame({ bytes, words }: Slab, at: number, content: Content): void {
  const { digest, name, place } = content
  const digestBytes = digest.length >> 1
  const lineAt = HEADER_BYTES + digestRoom(digestBytes)
  const lineBytes = place.to - place.from - (place.cutTo - place.cutFrom)
  const rest = LARGEST_SIZE - content.size
  words[at + WORD.lineBytes] = lineBytes
  words[at + WORD.volume] = content.volume
  words[at + WORD.restHigh] = rest / 2 ** 32
  words[at + WORD.restLow] = rest
  words[at + WORD.kind] = content.kind
  words[at + WORD.digestBytes] = digestBytes
  words[at + WORD.nameAt] = lineAt + (place.nameAt < 0 ? lineBytes : place.nameAt)
  words[at + WORD.nameBytes] = name.length
  writeInode(words, at, content.ino)
  writeDigest(bytes, 4 * at + HEADER_BYTES, 4 * at + lineAt, content)
  writeLine(bytes, 4 * at + lineAt, place)
  if (place.nameAt < 0) bytes.write(name, 4 * at + lineAt + lineBytes, 'latin1')
  const nameStart = 4 * at + words[at + WORD.nameAt]!
  words[at + WORD.nameHash] = nameHash(bytes, nameStart, nameStart + name.length, content.machine)
}

function writeDigest(into: Buffer, start: number, end: number, content: Content): void {
  const { digest, digestAt, place } = content
  let at = start
  if (digest === '') return
  if (digestAt < 0) at += into.write(digest, start, 'hex')
  else
    for (let i = digestAt; i < digestAt + digest.length; i += 2)
      into[at++] = (VALUE[place.bytes[i]!]! << 4) | VALUE[place.bytes[i + 1]!]!
  while (at < end) into[at++] = 0
}

/** Of a hex digit. Twice as fast as a string that is written as hex. */
const VALUE = new Uint8Array(256)
for (const [value, digit] of Buffer.from('0123456789abcdef').entries()) VALUE[digit] = value

function writeLine(into: Buffer, start: number, { bytes, from, to, cutFrom, cutTo }: Place): void {
  bytes.copy(into, start, from, cutFrom)
  const next = start + cutFrom - from
  if (to - cutTo > 32) bytes.copy(into, next, cutTo, to)
  else for (let i = 0; i < to - cutTo; i++) into[next + i] = bytes[cutTo + i]! // mostly a brace
}

function writeInode(words: Uint32Array, at: number, ino: string): void {
  const small = ino.length <= 15
  const number = small ? Number(ino) : BigInt(ino)
  words[at + WORD.inoHigh] = typeof number === 'number' ? number / 2 ** 32 : Number(number >> 32n)
  words[at + WORD.inoLow] = typeof number === 'number' ? number : Number(number & 0xffffffffn)
}

/**
 * FNV-1a of a path on a machine. Equal hashes are only a hint: paths are compared. But those of one path on
 * two machines never are equal: they start unlike, and each step takes unlike numbers to unlike ones.
 */
export function nameHash(bytes: Buffer, from: number, to: number, machine: number): number {
  let hash = 0x811c9dc5 ^ machine
  for (let i = from; i < to; i++) hash = Math.imul(hash ^ bytes[i]!, 0x01000193)
  return hash
}
