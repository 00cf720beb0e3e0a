import type { PathFields } from '../record/path.js'
import { spellPath } from './spell-path.js'

const ESCAPED = /["\\\0-\x1f\x80-\uffff]/g

/**
 * A path between quotes as jdupes prints it in JSON, all of it ASCII. A byte that is not UTF-8 is the
 * code point of its number, as in the latest versions: those before drop such bytes, or never end.
 */
export function jdupesPath(ref: PathFields): string {
  return spellPath(ref, jdupesText, unit)
}

/** The same for any text. U+FFFF is itself, and not U+10FFFF, which is a mistake of jdupes. */
export function jdupesText(text: string): string {
  return text.replace(ESCAPED, (char) =>
    char === '"' || char === '\\' ? `\\${char}` : unit(char.charCodeAt(0)),
  )
}

function unit(code: number): string {
  return `\\u${code.toString(16).padStart(4, '0')}`
}
