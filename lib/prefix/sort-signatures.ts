import { runsByKey } from '../sort/runs-by-key.js'
import type { Signatures } from './signatures.js'

/** Below this, getting ready for more than a comparison takes longer. */
const FEW = 16

/**
 * Put files in the order of their signatures' bytes; where one is the beginning of another, it comes
 * first. Four bytes at a time: most files differ in the first.
 * @param files numbers of files; they are sorted in place
 * @param tie the order of files with equal signatures
 */
export function sortSignatures(
  files: Uint32Array,
  signatures: Signatures,
  tie: (a: number, b: number) => number,
): void {
  const open = [{ part: files, depth: 0 }]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { part, depth } = next
    const goesOn = part.length > FEW && part.some((file) => signatures.reaches(file, depth))
    if (!goesOn) part.sort((a, b) => signatures.compare(a, b, depth) || tie(a, b))
    else
      for (const run of runsByKey(part, (file) => signatures.word(file, depth)))
        open.push({ part: run, depth: depth + 4 })
  }
}
