import { digestHex, newDigest } from '../digest/digest.js'
import type { Disk } from '../fs/disk.js'

const CHUNK_BYTES = 1024 * 1024

/** Compares open files byte by byte. One at a time: its two buffers are shared by all comparisons. */
export class SameBytes {
  readonly #disk: Disk
  readonly #breathe: () => Promise<void>
  readonly #a = Buffer.allocUnsafe(CHUNK_BYTES)
  readonly #b = Buffer.allocUnsafe(CHUNK_BYTES)

  constructor(disk: Disk, breathe: () => Promise<void>) {
    this.#disk = disk
    this.#breathe = breathe
  }

  /**
   * Are the `size` bytes of `file` the first bytes of `keep`, and does each end where it should?
   * @param keepSize bytes of `keep`: `size`, or more when `file` is a truncated copy
   * @param bytes less than `size`: only so many are those of `keep`, and all others are zeros
   * @returns the BLAKE3 digest of the content, or undefined: they differ
   * @throws {Refusal} `interrupted`: the run is to end; {NodeJS.ErrnoException} a read failed
   */
  async digest(file: number, keep: number, size: number, keepSize: number, bytes = size) {
    if (size < CHUNK_BYTES && keepSize === size && bytes === size)
      return this.#short(file, keep, size)
    const digest = newDigest('blake3')
    for (let at = 0; at < size;) {
      const a = this.#read(file, this.#a, at)
      const b = at < bytes ? this.#read(keep, this.#b, at) : this.#b.fill(0)
      const both = Math.min(a.length, b.length, (at < bytes ? bytes : size) - at)
      if (both === 0 || !a.subarray(0, both).equals(b.subarray(0, both))) return undefined
      digest.update(a.subarray(0, both))
      at += both
      await this.#breathe()
    }
    return this.#endsAt(file, size) && this.#endsAt(keep, keepSize) ? digest.hex() : undefined
  }

  /** One read of each: the buffers are larger than the files, so a file that grew shows. */
  #short(file: number, keep: number, size: number): string | undefined {
    const [a, b] = [this.#read(file, this.#a, 0), this.#read(keep, this.#b, 0)]
    return a.length === size && a.equals(b) ? digestHex('blake3', a) : undefined
  }

  #read(fd: number, into: Buffer, at: number): Buffer {
    return into.subarray(0, this.#disk.read(fd, into, at))
  }

  #endsAt(fd: number, size: number): boolean {
    return this.#read(fd, this.#a.subarray(0, 1), size).length === 0
  }
}
