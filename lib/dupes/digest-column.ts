import { grown } from '../sort/grown.js'

/** What is known of a file's content. */
export const STATE = {
  unread: 0,
  /** The digest is of a sample: it only tells files apart. */
  sampled: 1,
  /** It is of all bytes. */
  proven: 2,
  /** No file that it was compared with is equal to it, and no other can be. */
  alone: 3,
  failed: 4,
} as const

export type State = (typeof STATE)[keyof typeof STATE]

/** Digests that there is room for at first. */
const ROOM = 1024

/** The digests of files, all of one length; those that were compared share one. */
export class DigestColumn {
  readonly state: Uint8Array
  readonly #length: number
  /** By file, one more than the number of its digest. */
  readonly #number: Uint32Array
  #digests: Buffer
  #count = 0

  /** @param length of a digest, in bytes, at least 16 */
  constructor(files: number, length: number) {
    this.state = new Uint8Array(files)
    this.#length = length
    this.#number = new Uint32Array(files)
    this.#digests = Buffer.alloc(ROOM * length)
  }

  /** @param hex two digits for each byte of the digest, or of its first ones; empty: there is none */
  set(file: number, state: State, hex: string): void {
    const wasSampled = this.state[file] === STATE.sampled
    this.state[file] = state
    if (hex === '') return
    const number = wasSampled ? this.#number[file]! : this.#add() // nobody shares that of a sample
    this.#number[file] = number
    const end = number * this.#length
    const written = this.#digests.write(hex, end - this.#length, 'hex')
    this.#digests.fill(0, end - this.#length + written, end)
  }

  /** Give a file the digest of another one, that it is equal to. */
  share(file: number, other: number): void {
    this.state[file] = this.state[other]!
    this.#number[file] = this.#number[other]!
  }

  /** Zeros where there is none. */
  hex(file: number): string {
    const at = this.#at(file)
    return at < 0 ? '00'.repeat(this.#length) : this.#digests.toString('hex', at, at + this.#length)
  }

  /** 32 bits of it. That of a sample may begin with zeros, so all 16 bytes that each has are heeded. */
  hash(file: number): number {
    const at = this.#at(file)
    if (at < 0) return 0
    let bits = 0
    for (let word = 0; word < 16; word += 4) bits ^= this.#digests.readInt32LE(at + word)
    return bits
  }

  /** Both have one. */
  isEqual(a: number, b: number): boolean {
    return this.#number[a] === this.#number[b] || this.compare(a, b) === 0
  }

  /** Less than 0: that of the first comes before that of the second, byte by byte. Both have one. */
  compare(a: number, b: number): number {
    const [x, y, length] = [this.#at(a), this.#at(b), this.#length]
    return this.#digests.compare(this.#digests, y, y + length, x, x + length)
  }

  #at(file: number): number {
    return (this.#number[file]! - 1) * this.#length
  }

  #add(): number {
    if (++this.#count * this.#length > this.#digests.length)
      this.#digests = grown(this.#digests, Buffer.alloc(2 * this.#digests.length))
    return this.#count
  }
}
