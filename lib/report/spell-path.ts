import { isUtf8 } from 'node:buffer'
import { pathBytes, type PathFields } from '../record/path.js'

/**
 * A path as text, in which bytes that are not UTF-8 are escapes.
 * @param ofText what valid text is written as; it gets one character or many
 * @param ofByte what a byte that belongs to no character is written as
 */
export function spellPath(
  ref: PathFields,
  ofText: (text: string) => string,
  ofByte: (byte: number) => string,
): string {
  if (ref.path !== undefined) return ofText(ref.path)
  const bytes = pathBytes(ref)
  let spelled = ''
  for (let at = 0; at < bytes.length;) {
    const length = charLength(bytes, at)
    spelled += length > 0 ? ofText(bytes.toString('utf8', at, at + length)) : ofByte(bytes[at]!)
    at += Math.max(length, 1)
  }
  return spelled
}

/** Bytes of the character that starts there; 0: none does. */
function charLength(bytes: Buffer, at: number): number {
  const room = Math.min(4, bytes.length - at)
  for (let length = 1; length <= room; length++)
    if (isUtf8(bytes.subarray(at, at + length))) return length
  return 0
}
