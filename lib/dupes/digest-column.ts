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

/** A digest for each file, all of one length. */
export class DigestColumn {
  readonly state: Uint8Array
  readonly #bytes: Buffer
  readonly #length: number
  #columns: Column[] | undefined

  /** @param length of a digest, in bytes, at least 16 */
  constructor(files: number, length: number) {
    this.state = new Uint8Array(files)
    this.#length = length
    this.#bytes = Buffer.alloc(files * length) // memory is only taken where something is written
  }

  /** @param hex two digits for each byte of the digest; empty: there is none */
  set(file: number, state: State, hex: string): void {
    if (hex !== '') this.#bytes.write(hex, file * this.#length, 'hex')
    this.state[file] = state
  }

  hex(file: number): string {
    return this.#bytes.toString('hex', file * this.#length, (file + 1) * this.#length)
  }

  isEqual(a: number, b: number): boolean {
    const [x, y, length] = [a * this.#length, b * this.#length, this.#length]
    return this.#bytes.compare(this.#bytes, y, y + length, x, x + length) === 0
  }

  /**
   * The first bytes of the digests of these files, as columns to sort by. The same memory each time: they
   * are good until they are asked for again.
   */
  columns(files: Uint32Array): Column[] {
    this.#columns ??= Array.from({ length: WORDS }, () => new Uint32Array(this.state.length))
    for (const [word, column] of this.#columns.entries())
      for (const file of files)
        column[file] = this.#bytes.readUInt32BE(file * this.#length + 4 * word)
    return this.#columns
  }
}
