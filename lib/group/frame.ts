// A record as dd-group remembers it: eleven numbers of 32 bits, the digest, and the line as it came.
// Frames lie back to back in large buffers and in temporary files; an object for each would cost
// more than the line itself.

/** Places of the numbers in a frame, in words of 32 bits. */
export const WORD = {
  lineBytes: 0,
  volume: 1,
  inoHigh: 2,
  inoLow: 3,
  /** The largest size there is, minus the size: so that the largest files sort first. */
  restHigh: 4,
  restLow: 5,
  kind: 6,
  digestBytes: 7,
  nameAt: 8,
  nameBytes: 9,
  nameHash: 10,
  /** The first of the digest's words. There are two at least, filled with zeros, or none. */
  digest: 11,
} as const

/** Bytes of a frame that must be there before its length can be told. */
export const HEADER_BYTES = 4 * WORD.digest

const LARGEST_SIZE = Number.MAX_SAFE_INTEGER

/** Memory that frames lie in. */
export type Slab = { readonly bytes: Buffer; readonly words: Uint32Array }

/** @param bytes a multiple of 4 */
export function newSlab(bytes: number): Slab {
  const memory = Buffer.allocUnsafeSlow(bytes)
  return { bytes: memory, words: new Uint32Array(memory.buffer) }
}

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

function toWord(bytes: number): number {
  return (bytes + 3) & ~3
}

function digestRoom(bytes: number): number {
  return bytes === 0 ? 0 : Math.max(8, toWord(bytes))
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
  words[at + WORD.nameHash] = hash32(bytes, nameStart, nameStart + name.length)
}

function writeDigest(into: Buffer, start: number, end: number, content: Content): void {
  const { digest, digestAt, place } = content
  let at = start
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

/** FNV-1a. Equal hashes are only a hint: names are compared. */
function hash32(bytes: Buffer, from: number, to: number): number {
  let hash = 0x811c9dc5
  for (let i = from; i < to; i++) hash = Math.imul(hash ^ bytes[i]!, 0x01000193)
  return hash
}

/** A window on the frame at word `at` of a slab. It moves; it owns nothing. */
export class Frame {
  #slab = NONE
  #at = 0

  set(slab: Slab, at: number): this {
    this.#slab = slab
    this.#at = at
    return this
  }

  /** The number at one of the places in `WORD`. */
  word(place: number): number {
    return this.#slab.words[this.#at + place]!
  }

  /** Bytes of the file. */
  get size(): number {
    return LARGEST_SIZE - (this.word(WORD.restHigh) * 2 ** 32 + this.word(WORD.restLow))
  }

  /** The memory that the frame lies in; `start` and the others are offsets in it. */
  get bytes(): Buffer {
    return this.#slab.bytes
  }
  get start(): number {
    return 4 * this.#at
  }
  get end(): number {
    return this.start + toWord(Math.max(this.lineEnd, this.nameEnd) - this.start)
  }
  get digestStart(): number {
    return this.start + HEADER_BYTES
  }
  get digestEnd(): number {
    return this.digestStart + this.word(WORD.digestBytes)
  }
  get lineStart(): number {
    return this.digestStart + digestRoom(this.word(WORD.digestBytes))
  }
  get lineEnd(): number {
    return this.lineStart + this.word(WORD.lineBytes)
  }
  get nameStart(): number {
    return this.start + this.word(WORD.nameAt)
  }
  get nameEnd(): number {
    return this.nameStart + this.word(WORD.nameBytes)
  }
}

const NONE: Slab = newSlab(HEADER_BYTES)
