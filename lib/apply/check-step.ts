import type { BigIntStats } from 'node:fs'
import type { Dir, Place } from '../fs/disk.js'
import type { FileRecord } from '../record/file.js'
import { pathBytes, type PathFields } from '../record/path.js'
import { isProven } from '../record/proof.js'
import { destination, type StepRecord } from '../record/step.js'
import { ALGOS, isStrong } from '../digest/digest.js'
import { refuseUnable } from './able.js'
import { refuseFixed, refuseFixedDir } from './fixed.js'
import { refuseOneFile } from './one-file.js'
import { ownXattrs } from './own-xattrs.js'
import { nearestDir } from './physical.js'
import { Refusal } from './refusal.js'
import { refuseContent } from './remove.js'
import { refuseShared } from './sharing.js'
import { refuseVolatile } from './volatile.js'
import { asPlanned, placeOf, sameFile, withFile, type Run, type Scene } from './scene.js'

/**
 * Look before anything is changed: both files are there, as planned, not one name seen twice, not
 * being written, old enough; their bytes are the same. Nothing on the disk changes.
 * @param read false: believe size and times, read no content (for a dry run)
 * @throws {Refusal} why the step must not be carried out
 * @throws {NodeJS.ErrnoException} a file could not be opened or read
 */
export async function checkStep(run: Run, step: StepRecord, read = true): Promise<Scene> {
  refuseUnknown(step)
  refuseTaken(run, step)
  const place = placeOf(run, step.file)
  const { keep } = step
  if (keep === undefined)
    return withFile(run, place, 'the file', (fd) => checkAlone(run, step, place, fd))
  const keepPlace = placeOf(run, keep)
  refuseOneName(run, place, keepPlace)
  return withFile(run, keepPlace, 'the keeper', (keepFd) =>
    withFile(run, place, 'the file', (fd) =>
      checkPair(run, step, keep, { place, fd }, { place: keepPlace, fd: keepFd }, read),
    ),
  )
}

/** What could only fail later, when a dry run would have promised it. */
function refuseUnknown({ op, keep }: StepRecord): void {
  if (keep === undefined && op !== 'delete' && op !== 'move')
    throw new Refusal('no-keeper', 'the step names no keeper')
}

/**
 * A file at the destination stays what it is. Looked at before the step is journaled, so that after
 * a crash what is there can be told to be ours.
 */
function refuseTaken(run: Run, step: StepRecord): void {
  const to = step.op === 'move' ? destination(step) : undefined
  if (to === undefined) return
  const place = placeOfNew(run, to)
  if (place && run.disk.lstat(place))
    throw new Refusal('exists', 'there is a file at the destination')
}

function placeOfNew(run: Run, to: PathFields): Place | undefined {
  try {
    return run.dirs.place(pathBytes(to), undefined)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined // not made yet
    throw error
  }
}

type Open = { readonly place: Place; readonly fd: number }

function checkAlone(run: Run, step: StepRecord, place: Place, fd: number): Scene {
  const stat = run.disk.fstat(fd)
  checkTarget(run, step, place, fd, stat)
  if (step.op !== 'move') refuseContent(run.disk, fd)
  const xattrs = ownXattrs(run, step, fd)
  return { step, place, stat, hash: knownHash(step), trusted: true, xattrs }
}

async function checkPair(
  run: Run,
  step: StepRecord,
  keepPlanned: FileRecord,
  file: Open,
  keep: Open,
  read: boolean,
): Promise<Scene> {
  const stat = run.disk.fstat(file.fd)
  const keepStat = run.disk.fstat(keep.fd)
  if (LINKS.has(step.op) && sameFile(stat, keepStat) && stat.nlink > 1n)
    throw new Refusal('already', 'is a hard link of the keeper already')
  asPlanned(keepStat, keepPlanned, 'the keeper')
  refuseOneFile(run, { fd: file.fd, stat }, { fd: keep.fd, stat: keepStat })
  if (!run.allowTmpfs && ELSEWHERE.has(step.op)) refuseVolatile(run.disk, file.fd, keep.fd)
  checkTarget(run, step, file.place, file.fd, stat)
  if (run.disk.hasWriter(keep.fd)) throw new Refusal('busy', 'the keeper is open for writing')
  const xattrs = ownXattrs(run, step, file.fd)
  if (ONE_INODE.has(step.op) && step.metadata !== 'ignore') {
    sameOwner(stat, keepStat)
    sameXattrs(run, xattrs, keep.fd)
  }
  refuseUnable(run, step, { ...file, stat }, { ...keep, stat: keepStat })
  refuseShared(run, step, file.fd, keep.fd)

  const trusted = run.verify === 'stat' && hasProof(run, step, [file.fd, stat], [keep.fd, keepStat])
  const hash =
    trusted || !read ? knownHash(step) : await proven(run, step, file.fd, keep.fd, keepStat)
  if (read) run.durable.file(keep.fd, keepStat)
  return {
    step,
    place: file.place,
    stat,
    keep: { place: keep.place, stat: keepStat },
    hash,
    trusted,
    xattrs,
  }
}

/** Ops that have nothing to do where file and keeper are one inode already. */
const LINKS = new Set(['hardlink', 'reflink', 'symlink', 'pool-link'])

/** Ops whose content may be on another file system afterwards; for a move, see `checkTarget`. */
const ELSEWHERE = new Set(['delete', 'symlink'])

/** Ops that leave one owner, mode and so on for both names. */
const ONE_INODE = new Set(['hardlink', 'pool-link'])

function checkTarget(run: Run, step: StepRecord, place: Place, fd: number, stat: BigIntStats) {
  const { file, op } = step
  asPlanned(stat, file, 'the file')
  refuseFixed(run, op, place, fd, stat)
  const to = op === 'move' ? destination(step) : undefined
  if (to) refuseDestination(run, fd, stat, nearestDir(run, pathBytes(to)))
  refuseCopies(run, place)
  if (run.disk.hasWriter(fd)) throw new Refusal('busy', 'the file is open for writing')
  if (run.minAgeMs > 0 && Date.now() - Number(stat.mtimeMs) < run.minAgeMs)
    throw new Refusal('young', 'modified more recently than --min-age')
}

/** @param dir the last directory on its new path that is there */
function refuseDestination(run: Run, fd: number, stat: BigIntStats, dir: Dir): void {
  if (!run.allowTmpfs) refuseVolatile(run.disk, fd, dir.fd)
  refuseFixedDir(run, dir, stat, 'its destination')
}

/** What is done to a name in a pool is done on all branches that have it, but only one file was seen. */
function refuseCopies({ disk }: Run, place: Place): void {
  const copies = disk.copies(place)
  if (copies > 1)
    throw new Refusal('shadow', `${copies} branches of the pool have a file of this name`)
}

/** One name reached by two paths (a bind mount, a symlinked parent) would lose its only file. */
function refuseOneName({ disk }: Run, a: Place, b: Place): void {
  const same = a.name.equals(b.name) && sameFile(disk.fstat(a.dir.fd), disk.fstat(b.dir.fd))
  if (same) throw new Refusal('one-name', 'the file and its keeper are one name')
}

function sameOwner(a: BigIntStats, b: BigIntStats): void {
  if (a.mode !== b.mode || a.uid !== b.uid || a.gid !== b.gid)
    throw new Refusal('metadata', 'its owner or mode differs from the keeper')
}

function sameXattrs({ disk }: Run, xattrs: string, keep: number): void {
  if (xattrs !== (disk.xattrs(keep) ?? ''))
    throw new Refusal('metadata', 'its extended attributes or ACL differ from the keeper')
}

/** Bytes compared: the digest of what both hold. */
async function proven(run: Run, step: StepRecord, fd: number, keepFd: number, keep: BigIntStats) {
  const { file, bytes } = step
  const hex = await run.compare.digest(fd, keepFd, file.size, Number(keep.size), bytes)
  if (hex === undefined) throw new Refusal('differs', 'its bytes differ from the keeper')
  if (step.algo === 'blake3' && step.hash !== undefined && step.hash !== hex)
    throw new Refusal('changed', 'its content changed since it was planned')
  return `blake3:${hex}`
}

type Now = readonly [fd: number, stat: BigIntStats]

/**
 * May the plan's digest stand for the bytes? Only while nothing at all moved, on both sides, and if
 * what moved since it was read must have shown itself: see `isProven`. That of a partial file says
 * nothing of the file that it is the beginning of.
 */
function hasProof(
  { disk }: Run,
  { hash, algo, file, keep, bytes }: StepRecord,
  fileNow: Now,
  keepNow: Now,
): boolean {
  const nowNs = BigInt(Date.now()) * 1_000_000n
  const still = (planned: FileRecord, [fd, now]: Now) =>
    now.ctimeNs === BigInt(planned.ctimeNs) && isProven(planned, disk.clock(fd), nowNs)
  // By an algorithm that we do not have, undo could not check what it copies.
  if (hash === undefined || !isStrong(algo) || keep === undefined) return false
  const whole = bytes === undefined && file.size === keep.size
  return whole && still(file, fileNow) && still(keep, keepNow)
}

function isKnown(algo: string | undefined): boolean {
  return ALGOS.some((name) => name === algo)
}

/** `algo:hex`, or '' where the plan has no digest that we could check. */
export function knownHash({ algo, hash }: StepRecord): string {
  return hash === undefined || !isKnown(algo) ? '' : `${algo}:${hash}`
}
