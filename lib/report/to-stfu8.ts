import type { PathFields } from '../record/path.js'
import { spellPath } from './spell-path.js'

const ESCAPED = /[\\\0-\x1f\x7f]/g

const SHORT: { readonly [char: string]: string } = {
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
}

/**
 * A path in STFU-8, as fclones writes names: what is not UTF-8, or a control character of ASCII, is an
 * escape.
 */
export function toStfu8(ref: PathFields): string {
  return spellPath(ref, ofText, ofByte)
}

function ofText(text: string): string {
  return text.replace(ESCAPED, (char) => SHORT[char] ?? ofByte(char.charCodeAt(0)))
}

function ofByte(byte: number): string {
  return `\\x${byte.toString(16).toUpperCase().padStart(2, '0')}`
}
