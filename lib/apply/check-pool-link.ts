import { rootOf } from '../record/file.js'
import { pathBytes, splitPath } from '../record/path.js'
import type { StepRecord } from '../record/step.js'
import { checkStep } from './check-step.js'
import { refuseFixedDir } from './fixed.js'
import { holdsSame } from './look-around.js'
import { cloneable, missingDirs } from './pool-dirs.js'
import { findOn, firstDir, poolLinkOf, requireMounted, type PoolLink } from './pool-place.js'
import { Conflict, Refusal } from './refusal.js'
import {
  asPlanned,
  placeOf,
  sameFile,
  withFile,
  type Ready,
  type Run,
  type Scene,
} from './scene.js'

/**
 * Look before a file is replaced by a link on the branch of its keeper: what `checkStep` sees; no
 * other file has its name on any branch, or the pool would show that one; the link can be where it
 * is to be.
 * @param read false: believe sizes, read no content (for a dry run)
 * @throws {Conflict} another file has the name; {Refusal}; {NodeJS.ErrnoException}
 */
export async function checkPoolLink(run: Run, step: StepRecord, read = true): Promise<Ready> {
  const link = poolLinkOf(step)
  if (link === undefined) throw new Refusal('unknown', 'the step names no branches')
  requireMounted(run, link.branches)
  refuseDone(run, step, link)
  const scene =
    step.why === 'lost' ? await checkLost(run, step, read) : await checkStep(run, step, read)
  if (step.why !== 'lost' && scene.stat.nlink > BigInt(step.file.nlink))
    throw new Refusal('links', 'it got another name since it was planned: nothing would be freed')
  const others = link.branches.filter((branch) => !branch.equals(link.root))
  for (const branch of others) await refuseShadow(run, scene, link, branch, read)
  refuseObstacle(run, scene, link)
  if (await refuseShadow(run, scene, link, link.root, read)) return scene
  return { ...scene, made: missingDirs(run, link).count }
}

/** A name that an interrupted run took away: it must still be gone, and its keeper as planned. */
async function checkLost(run: Run, step: StepRecord, read: boolean): Promise<Ready> {
  const { file, keep } = step
  if (keep === undefined) throw new Refusal('no-keeper', 'the step names no keeper')
  const place = placeOf(run, file)
  if (run.disk.lstat(place)) throw new Refusal('exists', 'there is a file of that name')
  const keepPlace = placeOf(run, keep)
  return withFile(run, keepPlace, 'the keeper', async (fd) => {
    const stat = run.disk.fstat(fd)
    asPlanned(stat, keep, 'the keeper')
    if (run.disk.hasWriter(fd)) throw new Refusal('busy', 'the keeper is open for writing')
    const hex = read ? await run.compare.digest(fd, fd, file.size, file.size) : ''
    if (hex === undefined) throw new Refusal('changed', 'the keeper changed while it was read')
    if (read) run.durable.file(fd, stat)
    return {
      step,
      place,
      stat,
      keep: { place: keepPlace, stat },
      hash: `blake3:${hex}`,
      trusted: false,
    }
  })
}

/** The file is gone, and a link to its keeper has its name: this was done before. */
function refuseDone(run: Run, { keep, file }: StepRecord, link: PoolLink): void {
  const target = findOn(run, link, link.root)?.stat
  const root = rootOf(file)
  const own = root && findOn(run, link, pathBytes(root))?.stat
  if (target === undefined || own !== undefined || keep === undefined) return
  const kept = run.disk.lstat(placeOf(run, keep))
  if (kept && sameFile(kept, target))
    throw new Refusal('already', 'is a hard link of the keeper already')
}

/** Is there a file of that name on a branch? Then it must be of the same content. */
async function refuseShadow(
  run: Run,
  scene: Scene,
  link: PoolLink,
  branch: Buffer,
  read: boolean,
): Promise<boolean> {
  const found = findOn(run, link, branch)
  if (found?.stat === undefined || sameFile(found.stat, scene.stat)) return false
  if (scene.keep && sameFile(found.stat, scene.keep.stat)) return true
  const sizes = found.stat.isFile() && found.stat.size === scene.stat.size
  if (!sizes || (read && !(await holdsSame(run, found, [scene.keep]))))
    throw new Conflict(`another file has its name on the branch "${branch}"`)
  return true
}

/** What would keep the link from being made. */
function refuseObstacle(run: Run, { keep }: Scene, link: PoolLink): void {
  const { count, above } = locateDirs(run, link)
  if (keep && run.disk.fstat(above.fd).dev !== keep.stat.dev)
    throw new Refusal('device', 'another file system is mounted where its link would be')
  if (keep) refuseFixedDir(run, above, keep.stat, 'the directory of its link')
  const like = count > 0 ? firstDir(run, splitPath(link.path).dir, link) : undefined
  if (like) cloneable(run, like)
}

function locateDirs(run: Run, link: PoolLink) {
  try {
    return missingDirs(run, link)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOTDIR' || code === 'ELOOP')
      throw new Conflict(`on the branch "${link.root}" no directory stands where one must be`)
    if (code === 'ENOENT') throw new Refusal('gone', `the branch "${link.root}" is gone`)
    throw error
  }
}
