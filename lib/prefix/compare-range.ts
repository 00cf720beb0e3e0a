import type { ReadCalls } from '../fs/listed-file.js'
import { isText, isZero } from './bytes.js'
import { MemberReader, type Failure } from './member-reader.js'
import { unpackedFacts } from './packed-lines.js'

/** Two files, and which of their bytes to compare. */
export type Range = {
  /** Of both: see `packedLines`. */
  readonly lines: Uint8Array
  readonly from: number
  readonly to: number
}

export type RangeReply = {
  readonly isEqual: boolean
  readonly isZero: boolean
  readonly isText: boolean
  readonly failures: readonly Failure[]
}

/** Bytes in a row: both buffers stay in a core's cache. */
const CHUNK_BYTES = 256 * 1024

/** Compare two files in a range. */
export function compareRange({ from, to, lines }: Range, fs: ReadCalls): RangeReply {
  const reader = new MemberReader(unpackedFacts(lines), fs, 2)
  const both = [0, 1].map(() => Buffer.allocUnsafeSlow(CHUNK_BYTES))
  let [a, b] = both as [Buffer, Buffer]
  let allZero = true
  const reply = (isEqual: boolean) => ({
    isEqual,
    isZero: allZero,
    isText: isText(a),
    failures: reader.failures,
  })
  try {
    for (let at = from; at < to; at += CHUNK_BYTES) {
      const bytes = Math.min(CHUNK_BYTES, to - at)
      a = a.subarray(0, bytes)
      b = b.subarray(0, bytes)
      const areRead = reader.read({ file: 0 }, at, a) && reader.read({ file: 1 }, at, b)
      if (!areRead || !a.equals(b)) return reply(false)
      allZero &&= isZero(a)
    }
    return reply(true)
  } finally {
    reader.close()
  }
}
