import { spawnSync } from 'node:child_process'
import { closeSync, constants, fdatasyncSync, fstatSync, fsyncSync, ftruncateSync } from 'node:fs'
import { openSync, readSync } from 'node:fs'
import { dirname } from 'node:path'
import { makeDirs, syncDir } from './make-dirs.js'
import { native } from './native/native.js'
import { openRegular, requireOwned } from './open-regular.js'
import { writeAll } from './real-disk.js'

/** A file that only grows: written in whole records, durable when `sync` returns. */
export type AppendFile = {
  readonly path: string
  /** Bytes in it now. */
  readonly size: () => number
  /** @returns bytes read into `buffer` from `position`, 0 at the end */
  readonly read: (buffer: Buffer, position: number) => number
  readonly append: (bytes: Buffer) => void
  readonly sync: () => void
  readonly truncate: (size: number) => void
  readonly close: () => void
}

/** Another process writes to this file. */
export class Locked extends Error {}

/**
 * Open a file for appending and lock it; the kernel takes the lock away when the process ends,
 * however it ends. A new file and its directory entry are durable on return.
 * @param create make the file (and its parent directories, for us alone); false: it must be there
 * @param trusted believe one that somebody else can have written
 * @throws {Locked} another process has it; {UsageError} it is no regular file, or not to be trusted
 * @throws {NodeJS.ErrnoException} EEXIST: `create`, and there is one; ENOENT: not `create`, and there is none
 */
export function openAppend(path: string, create: boolean, trusted = false): AppendFile {
  const { O_APPEND, O_RDWR } = constants
  const fd = create ? openNew(path) : openRegular(path, O_RDWR | O_APPEND)
  try {
    if (!create && !trusted) requireOwned(fd, path)
    if (!lock(fd)) throw new Locked(`${path} is in use by another run`)
    if (create) syncNew(fd, path)
  } catch (error) {
    closeSync(fd)
    throw error
  }
  return opened(fd, path)
}

function openNew(path: string): number {
  const { O_APPEND, O_CREAT, O_EXCL, O_NOFOLLOW, O_RDWR } = constants
  makeDirs(dirname(path), 0o700)
  return openSync(path, O_RDWR | O_APPEND | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600)
}

/** The same file for reading only: nothing is locked, nothing may be written. @throws as `openAppend` */
export function openReadOnly(path: string, trusted = false): AppendFile {
  const fd = openRegular(path, constants.O_RDONLY)
  try {
    if (!trusted) requireOwned(fd, path)
  } catch (error) {
    closeSync(fd)
    throw error
  }
  const never = () => {
    throw new Error(`${path} is open for reading only`)
  }
  const none = { append: never, sync: never, truncate: never }
  return { ...opened(fd, path), ...none }
}

function opened(fd: number, path: string): AppendFile {
  return {
    path,
    size: () => fstatSync(fd).size,
    read: (buffer, position) => readSync(fd, buffer, 0, buffer.length, position),
    append: (bytes) => writeAll(fd, bytes),
    sync: () => fdatasyncSync(fd),
    truncate: (size) => ftruncateSync(fd, size),
    close: () => closeSync(fd),
  }
}

function syncNew(fd: number, path: string): void {
  fsyncSync(fd)
  syncDir(dirname(path))
}

/** flock(2) through koffi, else through flock(1): that locks our open file, which it inherits. */
function lock(fd: number): boolean {
  const calls = native()
  if (calls) return calls.lock(fd)
  const { status, error } = spawnSync('flock', ['-n', '-x', '3'], {
    stdio: ['ignore', 'ignore', 'ignore', fd],
  })
  if (error) throw new Error('cannot lock: neither koffi nor flock(1) is there', { cause: error })
  return status === 0
}
