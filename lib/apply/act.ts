import type { Place } from '../fs/disk.js'
import type { Note } from '../record/result.js'
import { freedBytes } from '../record/freed-bytes.js'
import type { StepRecord } from '../record/step.js'
import { destination } from '../record/step.js'
import { checkPoolLink } from './check-pool-link.js'
import { checkStep } from './check-step.js'
import { move } from './move.js'
import { poolLink, type Mark } from './pool-link.js'
import { refuseOtherHosts } from './other-host.js'
import { Refusal } from './refusal.js'
import { keeperHolds, remove } from './remove.js'
import { replace } from './replace.js'
import { checkRestore, restore, takeFromPool } from './restore.js'
import { withFile, type Ready, type Run } from './scene.js'
import { orFull, stageClone, stageLink, stageSymlink } from './stage.js'
import { aside, staged } from './temp-name.js'

/**
 * Look, change nothing.
 * @param read false: believe size and times, read no content (for a dry run)
 * @returns among others the step, which then claims to free no more than its file takes on the disk
 * @throws {Refusal} | {NodeJS.ErrnoException}
 */
export async function check(run: Run, step: StepRecord, read = true): Promise<Ready> {
  refuseOtherHosts(step)
  const ready = await lookAt(run, step, read)
  const { size, blocks } = ready.stat
  const frees = freedBytes(step, { size: Number(size), blocks: Number(blocks) })
  return frees === step.frees ? ready : { ...ready, step: { ...step, frees } }
}

function lookAt(run: Run, step: StepRecord, read: boolean): Promise<Ready> {
  if (step.op === 'copy') return checkRestore(run, step)
  return step.op === 'pool-link' ? checkPoolLink(run, step, read) : checkStep(run, step, read)
}

/**
 * Carry a step out. It is done when this resolves, and durable once the directory of its place is
 * synced. When it throws, the target is as it was, unless the error says otherwise.
 * @param temp the step's temporary name, which the journal holds already
 * @param mark is told of each stage of a step that has several
 * @param tell is told what could not be done of a step that is done all the same
 * @returns the status for the journal
 * @throws {Refusal} | {Conflict} | {Stranded} | {NodeJS.ErrnoException}
 */
export async function act(
  run: Run,
  ready: Ready,
  temp: string,
  mark: Mark,
  tell: (note: Note) => void = () => {},
): Promise<string> {
  const { step } = ready
  const [fresh, away] = [staged(ready.place, temp), aside(ready.place, temp)]
  switch (step.op) {
    case 'delete':
      await remove(run, ready, away, await keeperHolds(run, ready))
      return 'DELETED'
    case 'hardlink':
      await hardlink(run, ready, fresh, away)
      return 'LINKED'
    case 'symlink':
      keeperOf(ready)
      stageSymlink(run, step.keep!, fresh)
      await replace(run, ready, fresh, away)
      return 'LINKED'
    case 'reflink':
      if (await dedupe(run, ready)) return 'LINKED'
      await stageClone(run, ready, keeperOf(ready), fresh)
      await replace(run, ready, fresh, away)
      return 'LINKED'
    case 'move': {
      const note = await move(run, ready, destination(step)!, temp)
      if (note) tell(note)
      return 'MOVED'
    }
    case 'copy': {
      const note = await restore(run, ready, ready.standing ?? '', temp)
      await takeFromPool(run, ready, temp)
      if (note) tell(note)
      return 'COPIED'
    }
    case 'pool-link':
      return poolLink(run, ready, temp, mark)
  }
}

function keeperOf({ keep }: Ready): NonNullable<Ready['keep']> {
  if (keep === undefined) throw new Refusal('no-keeper', 'the step names no keeper')
  return keep
}

async function hardlink(run: Run, ready: Ready, fresh: Place, away: Place): Promise<void> {
  const keep = keeperOf(ready)
  try {
    stageLink(run, keep.place, keep.stat, fresh)
    await replace(run, ready, fresh, away)
  } catch (error) {
    throw orFull(error)
  }
}

/** File systems and kernels without the call say one of these; then a clone is made instead. */
const NO_DEDUPE = new Set(['EOPNOTSUPP', 'ENOTSUP', 'ENOTTY', 'EINVAL', 'EPERM', 'EACCES'])

/** The kernel compares and shares, under lock: no name is touched. @returns false: it cannot here */
async function dedupe(run: Run, ready: Ready): Promise<boolean> {
  const call = run.disk.dedupe
  if (call === undefined) return false
  const keep = keeperOf(ready)
  const { place, stat } = ready
  try {
    const same = await withFile(run, keep.place, 'the keeper', (keepFd) =>
      withFile(run, place, 'the file', (fd) => call(keepFd, fd, Number(stat.size))),
    )
    if (!same) throw new Refusal('differs', 'its bytes differ from the keeper')
    return true
  } catch (error) {
    if (NO_DEDUPE.has(String((error as NodeJS.ErrnoException).code))) return false
    throw error
  }
}
