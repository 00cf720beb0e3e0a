/** A list of yes and no, a bit each. */
export class BitList {
  #bytes = new Uint8Array(1024)
  #length = 0

  push(yes: boolean): void {
    const at = this.#length++
    if (at >> 3 === this.#bytes.length) {
      const larger = new Uint8Array(2 * this.#bytes.length)
      larger.set(this.#bytes)
      this.#bytes = larger
    }
    if (yes) this.#bytes[at >> 3]! |= 1 << (at & 7)
  }

  at(i: number): boolean {
    return ((this.#bytes[i >> 3]! >> (i & 7)) & 1) === 1
  }
}
