/** Bytes at the start of a file that its signature tells of: a page, which is the least that a disk gives. */
export const BLOCK_BYTES = 4096

/** So many bytes stand in a signature as they are. */
const RAW_BYTES = 16

/** After them, one byte of digest for each stretch that ends at one of these offsets. */
const ENDS = [24, 32, 48, 64, 96, ...Array.from({ length: 63 }, (_, i) => 128 + 64 * i)]

/** Words of 32 bits at the start of a stretch that go into its digest: four times as fast as all of them. */
const SAMPLED_WORDS = 4

/** Bytes of the signature of a whole block. */
export const SIGNATURE_BYTES = RAW_BYTES + ENDS.length

/**
 * What is remembered of a file's first block, so that most files need never be read again: if the
 * first n bytes of two files are equal, so are their signatures up to the last offset that is no
 * larger than n. Where files differ, the next byte of their signatures differs in 255 of 256 cases.
 * It proves no equality: signatures only tell files apart.
 * @param block with `bytes` of the file at its start
 * @param words the same memory
 * @param into gets the signature at `at`
 * @returns bytes of the signature
 */
export function writeSignature(
  block: Buffer,
  words: Uint32Array,
  bytes: number,
  into: Buffer,
  at: number,
): number {
  const raw = Math.min(bytes, RAW_BYTES)
  for (let i = 0; i < raw; i++) into[at + i] = block[i]!
  if (raw < RAW_BYTES) return raw
  let end = at + RAW_BYTES
  let start = RAW_BYTES / 4
  for (let i = 0; i < ENDS.length && ENDS[i]! <= bytes; i++) {
    const next = ENDS[i]! / 4
    const last = Math.min(next, start + SAMPLED_WORDS)
    let sum = 0
    for (let word = start; word < last; word++) {
      sum = Math.imul(sum ^ words[word]!, 0x9e3779b1)
      sum ^= sum >>> 15
    }
    into[end++] = sum >>> 24
    start = next
  }
  return end - at
}
