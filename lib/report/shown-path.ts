import { isUtf8 } from 'node:buffer'
import { pathBytes, type PathFields } from '../record/path.js'
import { visible } from '../record/visible.js'

/**
 * A path as a person reads it, on one line: control characters as `\u{1b}`, bytes that are not UTF-8 as
 * `\xff`, and, so that nothing else looks like these, a backslash as two.
 */
export function shownPath(ref: PathFields): string {
  return ref.path !== undefined ? shownText(ref.path) : shownBytes(pathBytes(ref))
}

function shownText(text: string): string {
  return visible(text.replaceAll('\\', '\\\\'))
}

function shownBytes(bytes: Buffer): string {
  let shown = ''
  for (let at = 0; at < bytes.length;) {
    const length = charLength(bytes, at)
    shown +=
      length > 0
        ? shownText(bytes.toString('utf8', at, at + length))
        : `\\x${bytes.toString('hex', at, at + 1)}`
    at += Math.max(length, 1)
  }
  return shown
}

/** Bytes of the character that starts there; 0: none does. */
function charLength(bytes: Buffer, at: number): number {
  const room = Math.min(4, bytes.length - at)
  for (let length = 1; length <= room; length++)
    if (isUtf8(bytes.subarray(at, at + length))) return length
  return 0
}
