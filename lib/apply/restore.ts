import type { BigIntStats } from 'node:fs'
import type { Place } from '../fs/disk.js'
import { pathBytes } from '../record/path.js'
import type { Note } from '../record/result.js'
import type { StepRecord } from '../record/step.js'
import { knownHash } from './check-step.js'
import { copyFile } from './copy-file.js'
import { refuseFixedDir } from './fixed.js'
import { giveBack } from './give-back.js'
import { dropLink } from './pool-link.js'
import { findOn, poolLinkOf } from './pool-place.js'
import { Refusal } from './refusal.js'
import { discard } from './remove.js'
import { putInPlace } from './replace.js'
import {
  placeOf,
  placeOfPath,
  sameFile,
  withFile,
  type Run,
  type Scene,
  isRestored,
  type Standing,
} from './scene.js'
import { cannotLink, stageLink } from './stage.js'
import { aside, staged } from './temp-name.js'

/**
 * Look before a copy: the keeper is there, and at the name is nothing that is not ours to replace.
 * @throws {Refusal} `already`: it was restored; `exists`: another file has the name since
 */
export async function checkRestore(
  run: Run,
  step: StepRecord,
): Promise<Scene & { standing: Standing }> {
  const { keep } = step
  const hash = knownHash(step)
  const place = placeOf(run, step.file)
  const now = run.disk.lstat(place)
  if (keep === undefined) {
    if (now) throw taken(now, step)
    refuseFixedDir(run, place.dir, now, 'its directory')
    const stat = run.disk.fstat(place.dir.fd)
    return { step, place, stat, hash, trusted: true, standing: '' }
  }
  const keepPlace = placeOf(run, keep)
  const keepStat = await withFile(run, keepPlace, 'the keeper', (fd) => run.disk.fstat(fd))
  if (!keepStat.isFile() || keepStat.size < BigInt(step.bytes ?? step.file.size))
    throw new Refusal('changed', 'the keeper no longer holds its content')
  const standing = standingAt(run, place, now, keepStat, step)
  refuseFixedDir(run, place.dir, now, 'its directory')
  refuseOther(run, step, keepStat)
  const stat = now ?? keepStat
  return {
    step,
    place,
    stat,
    keep: { place: keepPlace, stat: keepStat },
    hash,
    trusted: true,
    standing,
  }
}

function standingAt(
  run: Run,
  place: Place,
  now: BigIntStats | undefined,
  keep: BigIntStats,
  step: StepRecord,
): Standing {
  if (now === undefined) return ''
  if (sameFile(now, keep)) return 'hardlink'
  if (now.isSymbolicLink() && pointsTo(run, place, step)) return 'symlink'
  throw taken(now, step)
}

function taken(now: BigIntStats, { file }: StepRecord): Refusal {
  return isRestored(now, file)
    ? new Refusal('already', 'is there, as it was')
    : new Refusal('exists', 'another file has its name')
}

function pointsTo({ disk }: Run, place: Place, { keep }: StepRecord): boolean {
  return keep !== undefined && disk.readlink(place).equals(pathBytes(keep))
}

/** What has the name in the pool by now would be hidden, or hide the restored file; a link must go. */
function refuseOther(run: Run, step: StepRecord, keep: BigIntStats): void {
  const link = poolLinkOf(step)
  const found = link && findOn(run, link, link.root)
  if (!found?.stat) return
  if (!sameFile(found.stat, keep))
    throw new Refusal('exists', `another file has its name on the branch "${link!.root}"`)
  refuseFixedDir(run, found.place.dir, found.stat, 'the directory of its link')
}

/** The file is back on its own branch, so the link that stood in for it in the pool is removed. */
export async function takeFromPool(run: Run, scene: Scene, temp: string): Promise<void> {
  const { step, place, keep } = scene
  const link = poolLinkOf(step)
  if (link === undefined) return
  run.disk.sync(place.dir.fd)
  await dropLink(run, { link, made: step.made ?? 0, temp }, keep, place)
}

/**
 * Make the file again, with its metadata, and put it under its name.
 * @returns what of its metadata could not be given back
 */
export async function restore(
  run: Run,
  scene: Scene,
  standing: Standing,
  temp: string,
): Promise<Note | undefined> {
  const { place } = scene
  const [fresh, away] = [staged(place, temp), aside(place, temp)]
  const note = await makeAgain(run, scene, fresh)
  if (standing === '') appear(run, fresh, place)
  else
    await putInPlace(run, place, fresh, away, async (old) => {
      if (!isStanding(run, scene, standing, old))
        throw new Refusal('exists', 'another file took its name')
    })
  return note
}

/** Is it a link to what has the keeper's name now? Whatever its bytes are by now, they stay there. */
function isStanding(run: Run, { step, keep }: Scene, standing: Standing, old: Place): boolean {
  const now = run.disk.lstat(old)
  if (standing === 'symlink') return now?.isSymbolicLink() === true && pointsTo(run, old, step)
  const named = keep && run.disk.lstat(keep.place)
  return now !== undefined && named !== undefined && sameFile(now, named)
}

function appear(run: Run, fresh: Place, place: Place): void {
  try {
    run.disk.renameNoReplace(fresh, place)
  } catch (error) {
    discard(run, fresh)
    throw error
  }
}

/** Another name of a file where it was one; where no link can be, the bytes come back all the same. */
async function makeAgain(run: Run, scene: Scene, fresh: Place): Promise<Note | undefined> {
  if (scene.step.link === undefined) return recreate(run, scene, fresh)
  try {
    await relink(run, scene, fresh)
    return undefined
  } catch (error) {
    if (!cannotLink(error)) throw error
    return (await recreate(run, scene, fresh)) ?? ALONE
  }
}

const ALONE: Note = {
  code: 'links',
  message: 'came back as a file of its own: no hard link to its other name can be made',
}

async function recreate(run: Run, { step, keep, hash }: Scene, fresh: Place) {
  let note: Note | undefined
  const dress = (keepFd?: number) => (made: number) => {
    note = giveBack(run, made, step, keepFd)
  }
  const { size } = step.file
  if (keep === undefined) await copyFile(run, undefined, { size: 0, hash: '' }, fresh, dress())
  else
    await withFile(run, keep.place, 'the keeper', (fd) =>
      copyFile(run, fd, { size, bytes: step.bytes, hash }, fresh, dress(fd)),
    )
  return note
}

/** It was one file under several names: the first was copied, this one is linked to it. */
async function relink(run: Run, { step, keep }: Scene, fresh: Place): Promise<void> {
  const from = placeOfPath(run, step.link!)
  await withFile(run, from, 'the restored file', async (fd) => {
    const stat = run.disk.fstat(fd)
    if (!isRestored(stat, step.file))
      throw new Refusal('changed', 'its first name was not restored')
    if (keep && !sameFile(stat, keep.stat)) await sameContent(run, step, fd, keep)
    stageLink(run, from, stat, fresh)
  })
}

async function sameContent(
  run: Run,
  { file, bytes }: StepRecord,
  fd: number,
  keep: { place: Place; stat: BigIntStats },
): Promise<void> {
  const hex = await withFile(run, keep.place, 'the keeper', (keepFd) =>
    run.compare.digest(fd, keepFd, file.size, Number(keep.stat.size), bytes),
  )
  if (hex === undefined) throw new Refusal('changed', 'its first name holds other content')
}
