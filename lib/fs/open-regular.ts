import { closeSync, constants, fstatSync, openSync, statSync, type Stats } from 'node:fs'
import { UsageError } from '../record/fault.js'

/**
 * Open what must be a regular file. Anything else is not even opened: a FIFO would wait for a
 * writer, /dev/zero has no end, and a tape rewinds.
 * @param look tells what is there before it is opened; a test passes its own
 * @returns a file descriptor
 * @throws {UsageError} it is something else; {NodeJS.ErrnoException}
 */
export function openRegular(path: string, flags: number, look = statOf): number {
  requireRegular(look(path), path)
  const fd = openSync(path, flags | constants.O_NONBLOCK | constants.O_NOCTTY)
  try {
    requireRegular(fstatSync(fd), path)
    return fd
  } catch (error) {
    closeSync(fd)
    throw error
  }
}

/** Undefined: there is none, as `open` will say. */
function statOf(path: string): Stats | undefined {
  return statSync(path, { throwIfNoEntry: false })
}

function requireRegular(stat: Stats | undefined, path: string): void {
  if (stat && !stat.isFile()) throw new UsageError(`"${path}" is not a regular file`)
}

const WRITABLE_BY_OTHERS = 0o022

/**
 * Refuse a file that somebody else can have written, when what it says is going to be done. Whoever
 * can write to its directory may put another file in its place, but none that is ours.
 * @throws {UsageError} it is not ours and not root's, or group or others may write to it
 */
export function requireOwned(fd: number, path: string): void {
  const { uid, mode } = fstatSync(fd)
  const self = process.geteuid?.()
  if (self !== undefined && uid !== self && uid !== 0)
    throw new UsageError(`"${path}" belongs to another user: ${TRUST}`)
  if ((mode & WRITABLE_BY_OTHERS) !== 0)
    throw new UsageError(`others may write to "${path}": ${TRUST}`)
}

const TRUST = 'read it, then say --trust-journal if it is what a run of yours wrote'
