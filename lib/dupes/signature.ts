/** Words of 32 bits that are looked at: the first ones, some more, and the last one. */
const FIRST_WORDS = 16
const MORE_WORDS = 48

/** A number of 32 bits that depends on some of `count` words from `start` on. */
export function signature(words: Uint32Array, start: number, count: number): number {
  const step = Math.max(1, Math.floor(count / MORE_WORDS))
  let sum = count > FIRST_WORDS ? words[start + count - 1]! : 0 // else it has its turn anyway
  for (let i = 0; i < count; i += i < FIRST_WORDS ? 1 : step) {
    sum = Math.imul(sum ^ words[start + i]!, 0x9e3779b1)
    sum ^= sum >>> 15
  }
  return sum >>> 0
}
