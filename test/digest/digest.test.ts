import { createHash } from 'node:crypto'
import t from 'tap'
import { ALGOS, digestBytes, digestHex, newDigest, type Algo } from '../../lib/digest/digest.js'

// Of the bytes `abc`, as the standards print them.
// prettier-ignore
const abc: Partial<Record<Algo, string>> = {
  blake3: '6437b3ac38465133ffb63b75273a8db548c558465d79db03fd359c6cd5bd9d85',
  sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  sha1: 'a9993e364706816aba3e25717850c26c9cd0d89d',
  md5: '900150983cd24fb0d6963f7d28e17f72',
  blake2s256: '508c5e8c327c14e2e1a72ba34eeb452f37458b209ed63a294d999b4c86675982',
  sha224: '23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7',
  'sha512-256': '53048e2681941ef99b2e29b76b4c7dabe4c2d0c634fc6d46e0e2f13107e7af23',
  'sha3-256': '3a985da74fe225b2045c172d6bd390bd855f086e3e9d525b46bfe24511431532',
}

/** Bits in the digest, by what its name says. */
const bits = (algo: Algo) =>
  ({ blake3: 256, sha1: 160, md5: 128, 'sha512-256': 256 })[algo as string] ??
  Number(algo.replace(/^blake2[bs]|^sha3-|^sha/, ''))

for (const algo of ALGOS)
  t.test(algo, async (t) => {
    const whole = digestHex(algo, Buffer.from('abc'))
    t.equal(whole, abc[algo] ?? whole)
    t.match(whole, /^[0-9a-f]+$/)
    t.equal(whole.length * 4, bits(algo))
    t.equal(digestBytes(algo) * 8, bits(algo))
    const digest = newDigest(algo)
    digest.update(Buffer.from('a'))
    digest.update(Buffer.alloc(0))
    digest.update(Buffer.from('bc'))
    t.equal(digest.hex(), whole, 'in pieces')
    t.not(newDigest(algo).hex(), whole, 'another content, another digest')
    if (algo !== 'blake3') t.equal(whole, createHash(algo).update('abc').digest('hex'))
  })
