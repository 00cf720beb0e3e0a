/** Slots that are tried for a text. Only names that somebody made for it need so many. */
const MOST_TRIES = 1000

/**
 * Tells whether of many texts one came twice, with 16 to 32 bytes of memory for each, and in a fifth of
 * the time of a Set. It may be wrong in one way, and nearly never is: that one came twice.
 */
export class Fingerprints {
  /** Two numbers a slot; the second is never 0 where the slot is taken. */
  readonly #slots: Uint32Array

  /** @param texts so many at most */
  constructor(texts: number) {
    this.#slots = new Uint32Array(2 * 2 ** Math.ceil(Math.log2(2 * texts + 2)))
  }

  /** @returns false: the text may have come before */
  add(text: string): boolean {
    let [first, second] = [0x811c9dc5, 0x2545f491]
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i)
      first = Math.imul(first ^ code, 0x01000193)
      second = Math.imul(second ^ code, 0x9e3779b1)
      second ^= second >>> 15
    }
    return this.#enter(first >>> 0, (second | 1) >>> 0)
  }

  #enter(first: number, second: number): boolean {
    const slots = this.#slots
    const mask = slots.length - 1
    let at = 2 * (first ^ (first >>> 15))
    for (let tries = 0; tries < MOST_TRIES; tries++, at += 2) {
      at &= mask
      if (slots[at + 1] === 0) {
        slots[at] = first
        slots[at + 1] = second
        return true
      }
      if (slots[at] === first && slots[at + 1] === second) return false
    }
    return false
  }
}
