import type { StepRecord } from '../record/step.js'
import { Refusal } from './refusal.js'
import { withFile, type Run, type Scene } from './scene.js'

/**
 * A reflink of what is shared already would be done again with each run, and counted again.
 * It proves nothing about bytes, and nothing is done.
 * @throws {Refusal} `shared`, `inline`
 */
export function refuseShared({ disk }: Run, { op, file }: StepRecord, fd: number, keepFd: number) {
  if (op !== 'reflink') return
  const blocks = disk.abilities?.sharedBlocks(fd, keepFd, file.size)
  if (blocks?.isInline)
    throw new Refusal('inline', 'its bytes are kept in its inode, and take no blocks to share')
  if (blocks?.isWhole) throw new Refusal('shared', 'shares its blocks with the keeper already')
}

/**
 * What a reflink frees, asked right before it is made: the same file may have had another name in an
 * earlier step, and blocks that a third file shares stay in use.
 * @returns bytes; undefined: nobody tells, and the plan must be believed
 */
export async function ownBlocks(
  run: Run,
  { step, place, keep }: Scene,
): Promise<number | undefined> {
  const ask = run.disk.abilities?.sharedBlocks
  if (step.op !== 'reflink' || keep === undefined || ask === undefined) return undefined
  try {
    return await withFile(run, keep.place, 'the keeper', (keepFd) =>
      withFile(run, place, 'the file', (fd) => ask(fd, keepFd, step.file.size)?.own),
    )
  } catch {
    return undefined // the step itself will say what is wrong
  }
}
