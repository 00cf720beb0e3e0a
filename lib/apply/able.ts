import type { BigIntStats } from 'node:fs'
import type { Abilities, Place } from '../fs/disk.js'
import { pathBytes } from '../record/path.js'
import type { StepRecord } from '../record/step.js'
import { refuseFixedName } from './fixed.js'
import { unable } from './causes.js'
import type { Run } from './scene.js'
import { refuseOtherLinks } from './stage.js'

/** A file that is open, and what it was when it was opened. */
export type Opened = { readonly place: Place; readonly fd: number; readonly stat: BigIntStats }

/**
 * Ask what the file systems can do, before anything is read: so that a dry run does not promise what
 * cannot be, and a real one does not compare a terabyte to find that out. What nobody can tell
 * without a try is let pass.
 * @throws {NodeJS.ErrnoException} as the call that would fail
 */
export function refuseUnable(run: Run, { op, keep: kept }: StepRecord, file: Opened, keep: Opened) {
  const { abilities } = run.disk
  if (abilities === undefined) return
  if (op === 'hardlink' && abilities.areApart(file.place.dir, keep.place.dir))
    throw unable('link', 'EXDEV')
  if (op === 'hardlink' || op === 'pool-link') refuseLink(abilities, keep)
  if (op === 'symlink' && kept) refuseSymlink(abilities, file, pathBytes(kept))
  if (op === 'reflink') refuseReflink(run, abilities, file, keep)
}

function refuseLink(abilities: Abilities, keep: Opened): void {
  const type = abilities.lacks('hardlink', keep.place.dir)
  if (type) throw unable('link', 'EPERM', `its file system (${type}) has no hard links`)
  const found = abilities.attributes(keep.fd)
  if (found?.isImmutable || found?.isAppendOnly)
    throw unable('link', 'EPERM', 'the keeper is immutable or append-only: see chattr(1)')
  if (!abilities.mayLink(keep.place, keep.stat))
    throw unable('link', 'EPERM', "the keeper is another user's, and may not be written to")
}

/** PATH_MAX, with the 0 at its end. */
const MAX_TARGET = 4095

function refuseSymlink(abilities: Abilities, { place }: Opened, target: Buffer): void {
  const type = abilities.lacks('symlink', place.dir)
  if (type) throw unable('symlink', 'EPERM', `its file system (${type}) has no symbolic links`)
  if (target.length > MAX_TARGET) throw unable('symlink', 'ENAMETOOLONG')
}

function refuseReflink(run: Run, abilities: Abilities, file: Opened, keep: Opened): void {
  const { dir } = file.place
  const denied = abilities.writeError(file.place)
  if (denied === 'EROFS' || denied === 'EPERM') throw unable('rename', denied)
  if (abilities.onTwoDisks(dir, keep.place.dir)) throw unable('copyfile', 'EXDEV')
  const type = abilities.lacks('reflink', dir)
  if (type) {
    const sentence = `its file system (${type}) cannot share blocks between files`
    throw unable('copyfile', 'ENOTSUP', sentence)
  }
  if (mayDedupe(run, abilities, file, denied) && areAlike(abilities, file.fd, keep.fd)) return
  refuseClone(run, abilities, file, keep)
}

/** Can the kernel share the blocks where they are, with no name touched? */
function mayDedupe(run: Run, { lacks }: Abilities, { place, stat }: Opened, denied?: string) {
  if (run.disk.dedupe === undefined || lacks('dedupe', place.dir)) return false
  return denied === undefined || stat.uid === BigInt(process.geteuid?.() ?? -1)
}

/** On btrfs, files without copy-on-write share blocks only with their like. */
function areAlike({ attributes }: Abilities, a: number, b: number): boolean {
  return attributes(a)?.isNoCow === attributes(b)?.isNoCow
}

/** A clone has to be made in the directory, be given the owner of the file, and take its name. */
function refuseClone(run: Run, abilities: Abilities, { place, fd, stat }: Opened, keep: Opened) {
  refuseOtherLinks(stat)
  if (!mayGive(stat)) throw unable('fchown', 'EPERM', FOREIGN)
  refuseFixedName(run, place.dir, fd, stat)
  if (!areAlike(abilities, place.dir.fd, keep.fd)) throw unable('copyfile', 'EINVAL', NO_COW)
}

/** Only root gives files away; a group, who is in it. */
function mayGive({ uid, gid }: BigIntStats): boolean {
  const us = process.geteuid?.() ?? 0
  const groups = [process.getegid?.(), ...(process.getgroups?.() ?? [])]
  return us === 0 || (BigInt(us) === uid && groups.some((group) => group === Number(gid)))
}

const FOREIGN = "it is another user's or group's, and only root could give a clone to them"
const NO_COW = 'it or its keeper is kept without copy-on-write (chattr +C), and the other is not'
