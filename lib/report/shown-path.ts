import type { PathFields } from '../record/path.js'
import { visible } from '../record/visible.js'
import { spellPath } from './spell-path.js'

/**
 * A path as a person reads it, on one line: control characters as `\u{1b}`, bytes that are not UTF-8 as
 * `\xff`, and, so that nothing else looks like these, a backslash as two.
 */
export function shownPath(ref: PathFields): string {
  return spellPath(ref, shownText, (byte) => `\\x${byte.toString(16)}`)
}

function shownText(text: string): string {
  return visible(text.replaceAll('\\', '\\\\'))
}
