// The parts of an apply run, for tests of one of them.
import type { Disk, Place } from '../../lib/fs/disk.js'
import { realDisk } from '../../lib/fs/real-disk.js'
import { Pace } from '../../lib/apply/pace.js'
import type { Run } from '../../lib/apply/scene.js'
import { openRun, type Wishes } from '../../lib/apply/session.js'

/** A run on the real disk, with some of its calls replaced. */
export function runOn(
  calls: Partial<Disk> = {},
  wishes: Partial<Wishes> = {},
  pace: Pace = new Pace(),
): Run {
  return openRun({ ...realDisk(), ...calls }, pace, {
    verify: 'bytes',
    minAgeMs: 0,
    allowTmpfs: true,
    ...wishes,
  })
}

/** For a disk that is not asked beforehand what it can do, whatever tests run on. */
export const UNASKED: Partial<Disk> = { abilities: undefined as never }

/** A directory only takes more names, as `chattr +a` has it. @param ino its inode */
export function fixedDir(ino: bigint): Partial<Disk> {
  const { abilities, fstat } = realDisk()
  const none = { isImmutable: false, isAppendOnly: false, isNoCow: false }
  const attributes = (fd: number) => ({ ...none, isAppendOnly: fstat(fd).ino === ino })
  return { abilities: { ...abilities!, attributes } }
}

/** A disk as it is without koffi: no exchange of names, no dedupe in the kernel. */
export function plainDisk(): Disk {
  const { exchange: _, dedupe: __, ...rest } = realDisk()
  return rest
}

export function placeAt(run: Run, path: Buffer): Place {
  return run.dirs.place(path, undefined)
}

/** The same run, where no file can be read to compare its bytes. */
export function blind(run: Run): Run {
  return { ...run, compare: { digest: fails('EIO') } as unknown as Run['compare'] }
}

/** An error as the system gives it. */
export function errno(code: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${code}: made up`), { code })
}

/** A call that fails. */
export function fails(code: string): () => never {
  return () => {
    throw errno(code)
  }
}

/** Do something in the moment before a call of the disk. */
export function before<Call extends (...args: any[]) => unknown>(
  call: Call,
  act: (...args: Parameters<Call>) => unknown,
): Call {
  const both = (...args: Parameters<Call>) => {
    act(...args)
    return call(...args)
  }
  return both as Call
}

export function nameOf({ name }: Place): string {
  return name.toString('latin1')
}

/** Something happens in the moment before a file is taken out of reach. */
export function beforeTakingAway(act: (from: Place) => unknown): Pick<Disk, 'renameAside'> {
  return { renameAside: before(realDisk().renameAside, act) }
}
