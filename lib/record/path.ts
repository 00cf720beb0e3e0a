import { isUtf8 } from 'node:buffer'
import { BadRecord, type Fields } from './shape.js'

/**
 * A path as it crosses a pipe: `path` where the bytes are valid UTF-8, else `path64`, their base64.
 * One path has one spelling, so two spellings are equal exactly when the names are.
 */
export type PathFields =
  | { readonly path: string; readonly path64?: undefined }
  | { readonly path?: undefined; readonly path64: string }

/** Spell the bytes of an absolute, lexically normal path. */
export function pathFields(raw: Buffer): PathFields {
  return isUtf8(raw) ? { path: raw.toString('utf8') } : { path64: raw.toString('base64') }
}

/** The bytes that the kernel knows the path by. */
export function pathBytes(ref: PathFields): Buffer {
  return ref.path !== undefined ? Buffer.from(ref.path, 'utf8') : Buffer.from(ref.path64, 'base64')
}

const NOT_ASCII = /[^\0-\x7f]/

/** The same bytes as text, a character for each: latin1, which the journal is written in. */
export function pathLatin1(ref: PathFields): string {
  const isBytes = ref.path !== undefined && !NOT_ASCII.test(ref.path)
  return isBytes ? ref.path : pathBytes(ref).toString('latin1')
}

/** The path of such text. */
export function latin1Path(text: string): PathFields {
  return NOT_ASCII.test(text) ? pathFields(Buffer.from(text, 'latin1')) : { path: text }
}

/** One string per path, usable as a map key: a `path64` can never equal a `path`, which starts with a slash. */
export function pathKey(ref: PathFields): string {
  return ref.path ?? `base64:${ref.path64}`
}

/**
 * Check the `path` or `path64` of a record.
 * @throws {BadRecord} neither or both; not absolute and lexically normal; a NUL; a lone surrogate;
 *   base64 that is not canonical, or whose bytes are UTF-8 and so should have been `path`
 */
export function checkPath(fields: Fields, field: string): asserts fields is Fields & PathFields {
  const { path, path64 } = fields
  if (path === undefined) return checkPath64(path64, `${field}64`)
  const ok =
    typeof path === 'string' && path64 === undefined && isNormal(path) && path.isWellFormed()
  if (!ok) throw new BadRecord(field, 'an absolute path, "." and ".." removed, valid UTF-8')
}

function checkPath64(path64: unknown, field: string): void {
  if (typeof path64 === 'string') {
    const raw = Buffer.from(path64, 'base64')
    const canonical = raw.toString('base64') === path64 && !isUtf8(raw)
    if (canonical && isNormal(raw.toString('latin1'))) return
  }
  throw new BadRecord(field.replace(/64$/, ''), '"path", or "path64" if it is not UTF-8')
}

const NOT_NORMAL = /\/(?:\.{0,2}\/|\.{0,2}$)|\0/

function isNormal(path: string): boolean {
  return path.startsWith('/') && (path === '/' || !NOT_NORMAL.test(path))
}

/**
 * Make a path absolute and remove `.`, `..` and doubled slashes lexically; symlinks are not resolved.
 * @param cwd absolute and normal
 */
export function absolutePath(raw: Buffer, cwd: Buffer): Buffer {
  const typed = raw.toString('latin1')
  const whole = typed.startsWith('/') ? typed : `${cwd.toString('latin1')}/${typed}`
  const parts: string[] = []
  for (const part of whole.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '' && part !== '.') parts.push(part)
  }
  return Buffer.from(`/${parts.join('/')}`, 'latin1')
}

/** Directory and last component of an absolute path; the parent of `/x` is `/`. */
export function splitPath(raw: Buffer): { dir: Buffer; base: Buffer } {
  const slash = raw.lastIndexOf(0x2f)
  return { dir: raw.subarray(0, Math.max(slash, 1)), base: raw.subarray(slash + 1) }
}

/** The path of a name in a directory. */
export function joinPath(dir: Buffer, name: Buffer): Buffer {
  return Buffer.concat(dir.length === 1 ? [dir, name] : [dir, SLASH, name])
}

const SLASH = Buffer.from('/')

/** True if `path` is `root` or below it. Boundaries are components: /a/b does not hold /a/bc. */
export function isBelow(path: Buffer, root: Buffer): boolean {
  if (root.length === 1) return true
  if (path.length < root.length || path.compare(root, 0, root.length, 0, root.length) !== 0)
    return false
  return path.length === root.length || path[root.length] === 0x2f
}

/** A path below `from`, at the same place below `to`; undefined: it is not below `from`. */
export function rebase(path: Buffer, from: Buffer, to: Buffer): Buffer | undefined {
  if (!isBelow(path, from) || path.length === from.length) return undefined
  const below = from.length === 1 ? path : path.subarray(from.length)
  return to.length === 1 ? below : Buffer.concat([to, below])
}

/** The root that a path is below; where roots lie below each other, the longest. */
export function rootAbove(path: Buffer, roots: readonly Buffer[]): Buffer | undefined {
  const above = roots.filter((root) => isBelow(path, root))
  return above.sort((a, b) => b.length - a.length)[0]
}
