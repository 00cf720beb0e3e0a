import { SIGNATURE_BYTES } from './signature.js'

/** Memory is asked for in pieces of this many bytes. */
const SLAB_BYTES = 2 ** 20

/** The signatures of files, by the files' numbers; back to back, since most are short. */
export class Signatures {
  readonly #slabs: Buffer[] = []
  #free = SLAB_BYTES
  #at = new Uint32Array(1024)
  #bytes = new Uint8Array(1024)

  /** @param file a number; numbers may come in any order */
  set(file: number, from: Buffer, start: number, bytes: number): void {
    if (this.#free + SIGNATURE_BYTES > SLAB_BYTES) {
      this.#slabs.push(Buffer.allocUnsafeSlow(SLAB_BYTES))
      this.#free = 0
    }
    if (file >= this.#at.length) this.#grow(file)
    from.copy(this.#slabs.at(-1)!, this.#free, start, start + bytes)
    this.#at[file] = (this.#slabs.length - 1) * SLAB_BYTES + this.#free
    this.#bytes[file] = bytes
    this.#free += bytes
  }

  #grow(file: number): void {
    const at = new Uint32Array(Math.max(2 * this.#at.length, file + 1))
    const bytes = new Uint8Array(at.length)
    at.set(this.#at)
    bytes.set(this.#bytes)
    this.#at = at
    this.#bytes = bytes
  }

  /** Does it have bytes from `depth` on? */
  reaches(file: number, depth: number): boolean {
    return this.#bytes[file]! > depth
  }

  /** Four bytes from `depth` on as a number that compares as they do; zeros where there are none. */
  word(file: number, depth: number): number {
    const at = this.#at[file]!
    const slab = this.#slabs[Math.floor(at / SLAB_BYTES)]!
    const start = at % SLAB_BYTES
    const left = this.#bytes[file]! - depth
    if (left >= 4) return slab.readUInt32BE(start + depth)
    return left <= 0 ? 0 : slab.readUIntBE(start + depth, left) * 256 ** (4 - left)
  }

  /** By the bytes from `depth` on; the beginning of another comes first. */
  compare(a: number, b: number, depth: number): number {
    const [x, from] = this.#place(a)
    const [y, start] = this.#place(b)
    const [length, otherLength] = [this.#bytes[a]!, this.#bytes[b]!]
    for (let i = depth; i < length && i < otherLength; i++) {
      const difference = x[from + i]! - y[start + i]!
      if (difference !== 0) return difference
    }
    return length - otherLength
  }

  /** Is the signature of `a` that of `b`, or its beginning? */
  begins(a: number, b: number): boolean {
    const [x, from] = this.#place(a)
    const [y, start] = this.#place(b)
    const bytes = this.#bytes[a]!
    if (bytes > this.#bytes[b]!) return false
    for (let i = 0; i < bytes; i++) if (x[from + i] !== y[start + i]) return false
    return true
  }

  #place(file: number): [slab: Buffer, start: number] {
    const at = this.#at[file]!
    return [this.#slabs[Math.floor(at / SLAB_BYTES)]!, at % SLAB_BYTES]
  }
}
