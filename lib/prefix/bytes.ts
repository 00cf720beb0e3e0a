const ZEROS = Buffer.alloc(64 * 1024)

/** Are all of them zero? */
export function isZero(bytes: Buffer): boolean {
  for (let at = 0; at < bytes.length; at += ZEROS.length) {
    const end = Math.min(at + ZEROS.length, bytes.length)
    if (bytes.compare(ZEROS, 0, end - at, at, end) !== 0) return false
  }
  return true
}

/** Bytes at the end that are looked at. */
const LOOKED_AT = 512

/** Do they end like text to which a line can be added: no control characters, and a line feed last? */
export function isText(bytes: Buffer): boolean {
  if (bytes.at(-1) !== 0x0a) return false
  return !bytes.subarray(-LOOKED_AT).some((byte) => byte < 0x20 && (byte < 0x09 || byte > 0x0d))
}
