import { pathBytes } from '../record/path.js'
import { destination } from '../record/step.js'
import { nearestDir } from './physical.js'
import type { Ready, Run } from './scene.js'
import { ownBlocks } from './sharing.js'

/**
 * Bytes on disk that a step frees, asked right before it is done: what its plan says, but none where
 * the file only moves to another place of its device, and of a reflink what no other file shares.
 */
export async function freedBy(run: Run, ready: Ready): Promise<number> {
  const { step } = ready
  if (step.op === 'copy') return 0
  if (step.op === 'reflink') return (await ownBlocks(run, ready)) ?? step.frees
  return step.op === 'move' && staysOnDevice(run, ready) ? 0 : step.frees
}

function staysOnDevice(run: Run, { step, stat }: Ready): boolean {
  const to = destination(step)
  try {
    return to !== undefined && run.disk.fstat(nearestDir(run, pathBytes(to)).fd).dev === stat.dev
  } catch {
    return false // the step itself will say what is wrong
  }
}
