import { systemCode } from '../record/system-error.js'
import { pathBytes, type PathFields } from '../record/path.js'
import { visible } from '../record/visible.js'

/**
 * One line for stderr: `dd-hash: open "/srv/a": permission denied`.
 * Program, what it was doing, what it was doing it to, why it failed, in that order.
 */
export function message(
  program: string,
  doing: string,
  path: PathFields | undefined,
  cause: unknown,
): string {
  const subject = path === undefined ? doing : `${doing} ${quote(path)}`
  return `${program}: ${subject}: ${reason(cause)}\n`
}

const REASONS: { readonly [code: string]: string } = {
  EACCES: 'permission denied',
  EAGAIN: 'the system has no more of it for now: a thread, memory, a lock',
  EBUSY: 'in use as a mount point or by the system',
  EDQUOT: 'disk quota exceeded',
  EEXIST: 'exists already',
  EIO: 'input/output error',
  EISDIR: 'is a directory',
  ELOOP: 'is a symbolic link, or too many of them',
  EMFILE: 'too many open files: `ulimit -n` allows no more',
  EMLINK: 'too many hard links',
  ENAMETOOLONG: 'name too long',
  ENFILE: 'too many open files on this machine',
  ENODEV: 'no such device',
  ENOENT: 'no such file or directory',
  ENOSPC: 'no space left on device',
  ENOTDIR: 'not a directory',
  ENXIO: 'no such device or address',
  EPERM: 'operation not permitted',
  EROFS: 'read-only file system',
  EXDEV: 'not on the same file system',
}

/** The failure in words, fit for one line of a terminal. */
export function reason(cause: unknown): string {
  if (!(cause instanceof Error)) return visible(String(cause))
  const code = systemCode(cause)
  return (code !== undefined && REASONS[code]) || visible(cause.message)
}

/** Quoted so that a newline or an escape code in a name cannot forge a second message. */
export function quote(path: PathFields): string {
  return quoteText(pathBytes(path).toString('utf8'))
}

export function quoteText(text: string): string {
  return `"${visible(text.replace(/["\\]/g, '\\$&'))}"`
}
