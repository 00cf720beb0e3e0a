import { isUtf8 } from 'node:buffer'
import { pathFields, type PathFields } from '../record/path.js'

/**
 * The byte paths that a path out of jdupes' JSON may stand for, most likely first. `printed` was
 * read byte by byte as Latin-1, so a unit up to 0xFF is either that code point or that byte.
 *
 * 1. Code points: what 1.13.3 and later mean.
 * 2. Bytes: names as they are (1.13.2, or a filter such as jq that wrote UTF-8), and the later
 *    versions that print each byte that is not UTF-8 as the code point of its number.
 * 3. The same after such a filter.
 */
export function spellings(printed: string): Buffer[] {
  if (printed.includes('\0') || printed === '') return []
  if (ASCII.test(printed)) return [Buffer.from(printed, 'latin1')]
  const raw = unitsAsBytes(printed)
  const found = [printed.isWellFormed() ? Buffer.from(printed, 'utf8') : undefined, raw]
  if (raw !== undefined && isUtf8(raw)) found.push(unitsAsBytes(raw.toString('utf8')))
  return unique(found)
}

const ASCII = /^[\x01-\x7f]*$/

/** A path out of the JSON as a person should see it. */
export function legible(printed: string): PathFields {
  const raw = unitsAsBytes(printed)
  return pathFields(raw !== undefined && isUtf8(raw) ? raw : Buffer.from(printed))
}

/** Units up to 0xFF as bytes; others, which can only be code points, in UTF-8. */
function unitsAsBytes(text: string): Buffer | undefined {
  if (!text.isWellFormed()) return undefined
  const parts = text.split(/([\u0100-\u{10ffff}]+)/u)
  return Buffer.concat(parts.map((part, i) => Buffer.from(part, i % 2 === 0 ? 'latin1' : 'utf8')))
}

function unique(paths: readonly (Buffer | undefined)[]): Buffer[] {
  const found = new Map<string, Buffer>()
  for (const path of paths) if (path !== undefined) found.set(path.toString('latin1'), path)
  return [...found.values()]
}
