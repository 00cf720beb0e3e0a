import type { BigIntStats } from 'node:fs'
import type { Dir, Place } from '../fs/disk.js'
import type { Run } from './scene.js'

/**
 * A name that can be made in a directory cannot always be removed: in a sticky one, for others than
 * its owners, and in one that only takes more names. Who finds that out too late leaves his own behind.
 * @throws {NodeJS.ErrnoException} EACCES, EROFS, EPERM: the name is to stay
 */
export function refuseFixed(run: Run, { dir }: Place, fd: number, stat: BigIntStats): void {
  if (!run.changeable.has(dir)) refuseFixedDir(run, dir)
  run.changeable.add(dir)
  if (isSticky(run.disk.fstat(dir.fd), stat))
    throw denied('in its directory, which is sticky, only its owner may remove it')
  if (run.disk.isFixed?.(fd)) throw denied('it is immutable or append-only (chattr +i, +a)')
}

function refuseFixedDir({ disk }: Run, dir: Dir): void {
  if (disk.isFixed?.(dir.fd))
    throw denied('its directory is immutable or append-only (chattr +i, +a)')
  disk.requireWritable(dir)
}

const STICKY = 0o1000n

function isSticky(dir: BigIntStats, file: BigIntStats): boolean {
  const we = BigInt(process.geteuid?.() ?? 0)
  return (dir.mode & STICKY) !== 0n && we !== 0n && we !== dir.uid && we !== file.uid
}

function denied(message: string): NodeJS.ErrnoException {
  return Object.assign(new Error(message), { code: 'EPERM' })
}
