import { isUtf8 } from 'node:buffer'
import { pathFields, type PathFields } from '../record/path.js'

/**
 * What a path or name out of jdupes' JSON may say: the JSON was read byte by byte as Latin-1, and a
 * filter such as jq may have written it in UTF-8.
 */
export function readings(printed: string): string[] {
  if (ASCII.test(printed) || !printed.isWellFormed()) return [printed]
  const raw = unitsAsBytes(printed)
  return isUtf8(raw) ? [printed, raw.toString('utf8')] : [printed]
}

/**
 * The bytes that it may stand for, most likely first. A unit up to 0xFF is either that code point,
 * as 1.13.3 and later mean it, or that byte: 1.13.2 prints names as they are, and the latest versions
 * print each byte that is not UTF-8 as the code point of its number.
 */
export function spellings(printed: string): Buffer[] {
  if (printed.includes('\0') || printed === '' || !printed.isWellFormed()) return []
  if (ASCII.test(printed)) return [Buffer.from(printed)]
  return unique(
    readings(printed).flatMap((text) => [Buffer.from(text, 'utf8'), unitsAsBytes(text)]),
  )
}

const ASCII = /^[\x00-\x7f]*$/

/** The path as a person should see it. */
export function legible(printed: string): PathFields {
  return pathFields(Buffer.from(readings(printed).at(-1) ?? printed))
}

/** Units up to 0xFF as bytes; others, which can only be code points, in UTF-8. */
function unitsAsBytes(text: string): Buffer {
  const parts = text.split(/([\u0100-\u{10ffff}]+)/u)
  return Buffer.concat(parts.map((part, i) => Buffer.from(part, i % 2 === 0 ? 'latin1' : 'utf8')))
}

/** Each path once. */
export function unique(paths: readonly Buffer[]): Buffer[] {
  return [...new Map(paths.map((path) => [path.toString('latin1'), path])).values()]
}
