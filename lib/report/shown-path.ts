import { elsewhere, type OnHost } from '../record/host.js'
import type { PathFields } from '../record/path.js'
import { visible } from '../record/visible.js'
import { spellPath } from './spell-path.js'

/**
 * A path as a person reads it, on one line: control characters as `\u{1b}`, bytes that are not UTF-8 as
 * `\xff`, and, so that nothing else looks like these, a backslash as two. On another machine it stands
 * behind that: `nas1:/a`.
 */
export function shownPath(ref: PathFields & OnHost): string {
  const host = elsewhere(ref)
  const path = spellPath(ref, shownText, (byte) => `\\x${byte.toString(16)}`)
  return host === undefined ? path : `${host}:${path}`
}

function shownText(text: string): string {
  return visible(text.replaceAll('\\', '\\\\'))
}
