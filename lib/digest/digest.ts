import { createHash } from 'node:crypto'
import { blake3, type Digest } from './blake3.js'

export type { Digest } from './blake3.js'

/** Digest algorithms by the name that records carry in `algo`. The first is the default. */
export const ALGOS = [
  'blake3',
  'sha256',
  'sha1',
  'sha512',
  'md5',
  'blake2b512',
  'blake2s256',
  'sha224',
  'sha384',
  'sha512-256',
  'sha3-256',
  'sha3-384',
  'sha3-512',
] as const

export type Algo = (typeof ALGOS)[number]

/** Two files of one such digest can be made at will: published pairs exist. */
const WEAK: ReadonlySet<string> = new Set<Algo>(['md5', 'sha1'])

/** Are files of one digest, by this algorithm, equal? One that we do not have proves nothing. */
export function isStrong(algo: string | undefined): boolean {
  return algo !== undefined && ALGOS.some((name) => name === algo) && !WEAK.has(algo)
}

/** @throws where the algorithm is switched off, as MD5 is in a FIPS build of Node */
export function newDigest(algo: Algo): Digest {
  if (algo === 'blake3') return blake3().start()
  const hash = createHash(algo)
  return { update: (bytes) => void hash.update(bytes), hex: () => hash.digest('hex') }
}

/** The digest of bytes that are all in memory, as lowercase hex digits; faster than `newDigest`. */
export function digestHex(algo: Algo, bytes: Uint8Array): string {
  return algo === 'blake3' ? blake3().hex(bytes) : createHash(algo).update(bytes).digest('hex')
}

/** Bytes of a digest. */
export function digestBytes(algo: Algo): number {
  return algo === 'blake3' ? 32 : createHash(algo).digest().length
}
