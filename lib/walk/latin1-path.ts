import { isUtf8 } from 'node:buffer'
import { realpathSync } from 'node:fs'
import { pathFields, type PathFields } from '../record/path.js'

// Inside lib/walk a name is a latin1 string: one character for each byte. That is exact for every
// name, sorts by bytes, and costs a tenth of a Buffer.

/** Characters that are the same byte in UTF-8, and themselves between the quotes of JSON. */
const PLAIN = /^[ !#-[\]-~]*$/

export function isPlain(text: string): boolean {
  return PLAIN.test(text)
}

const NOT_ASCII = /[^\0-\x7f]/

/** The path as node:fs must be given it to reach exactly these bytes. */
export function kernelPath(path: string): string | Buffer {
  return NOT_ASCII.test(path) ? Buffer.from(path, 'latin1') : path
}

/**
 * The path without symlinks.
 * @throws {NodeJS.ErrnoException}
 */
export function realPath(path: string): string {
  return realpathSync.native(kernelPath(path), 'latin1')
}

/** The path as it goes into a record or a message. */
export function latin1Fields(path: string): PathFields {
  return pathFields(Buffer.from(path, 'latin1'))
}

/** The text that the bytes are in UTF-8, or undefined where they are not. */
export function utf8Text(latin1: string): string | undefined {
  if (!NOT_ASCII.test(latin1)) return latin1
  const bytes = Buffer.from(latin1, 'latin1')
  return isUtf8(bytes) ? bytes.toString('utf8') : undefined
}
