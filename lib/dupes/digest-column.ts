import type { Column } from './runs.js'

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

/** Words of 32 bits that runs are made by; what agrees in all of them is compared whole. */
const WORDS = 4
const FIRST_BYTES = 4 * WORDS

/**
 * A digest for each file, all of one length. Its first words are columns to sort by. Memory is only
 * taken where something else than zero is written.
 */
export class DigestColumn {
  readonly state: Uint8Array
  readonly columns: readonly Column[]
  readonly #rest: Buffer
  readonly #restLength: number
  readonly #bytes: Buffer

  /** @param length of a digest, in bytes, at least 16 */
  constructor(files: number, length: number) {
    this.state = new Uint8Array(files)
    this.columns = Array.from({ length: WORDS }, () => new Uint32Array(files))
    this.#restLength = length - FIRST_BYTES
    this.#rest = Buffer.alloc(files * this.#restLength)
    this.#bytes = Buffer.alloc(length)
  }

  /** @param hex two digits for each byte of the digest, or of its first 16; empty: there is none */
  set(file: number, state: State, hex: string): void {
    this.state[file] = state
    if (hex === '') return
    const bytes = this.#bytes.write(hex, 'hex')
    for (const [i, column] of this.columns.entries()) {
      const word = this.#bytes.readUInt32BE(4 * i)
      if (column[file] !== word) column[file] = word
    }
    if (bytes > FIRST_BYTES) this.#bytes.copy(this.#rest, file * this.#restLength, FIRST_BYTES)
  }

  hex(file: number): string {
    for (const [i, column] of this.columns.entries())
      this.#bytes.writeUInt32BE(column[file]!, 4 * i)
    const at = file * this.#restLength
    this.#rest.copy(this.#bytes, FIRST_BYTES, at, at + this.#restLength)
    return this.#bytes.toString('hex')
  }

  isEqual(a: number, b: number): boolean {
    const [x, y, length] = [a * this.#restLength, b * this.#restLength, this.#restLength]
    return (
      this.columns.every((column) => column[a] === column[b]) &&
      this.#rest.compare(this.#rest, y, y + length, x, x + length) === 0
    )
  }
}
