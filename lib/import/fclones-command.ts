import type { Digest } from './foreign-set.js'

/** How fclones was run, as far as it matters for what it found. */
export type FclonesCommand = {
  /** It compared what another program made of the files, not the files. */
  readonly isTransformed: boolean
  /** It compared only the beginning and the end of the files. */
  readonly isPartial: boolean
  readonly hashFn: string
}

/** @param words of its command line, in quotes or not */
export function fclonesCommand(words: readonly string[]): FclonesCommand {
  const plain = words.map((word) => word.replace(/^['"]|['"]$/g, ''))
  const has = (flag: string) => plain.some((word) => word === flag || word.startsWith(`${flag}=`))
  return {
    isTransformed: has('--transform'),
    isPartial: has('--skip-content-hash'),
    hashFn: valueOf(plain, '--hash-fn') ?? 'metro',
  }
}

/** The value that counts, which is the last. */
function valueOf(words: readonly string[], flag: string): string | undefined {
  const values = words.flatMap((word, i) => {
    if (word === flag) return words[i + 1] ?? []
    return word.startsWith(`${flag}=`) ? word.slice(flag.length + 1) : []
  })
  return values.at(-1)
}

const BLAKE3 = /^[0-9a-f]{64}$/

/** As the digest of a group, where it is one that we have: other functions of fclones are not. */
export function fclonesDigest(
  { hashFn, isPartial }: FclonesCommand,
  hash: string,
): Digest | undefined {
  const isOurs = hashFn.toLowerCase() === 'blake3' && BLAKE3.test(hash) && !isPartial
  return isOurs ? { hash, algo: 'blake3' } : undefined
}
