import { destination, type StepRecord } from '../record/step.js'
import { rootOf } from '../record/file.js'
import { isBelow, pathBytes, pathFields, type PathFields } from '../record/path.js'
import { isOtherHosts } from './other-host.js'

/** How much one run may do. */
export type Limits = {
  readonly maxFiles?: number | undefined
  /** Bytes of content removed or replaced. */
  readonly maxBytes?: number | undefined
}

/**
 * Steps until a limit is reached; the one that would pass it ends the run.
 * @param onLimit called once if something was left out
 */
export async function* within(
  batches: AsyncIterable<StepRecord[]>,
  { maxFiles = Infinity, maxBytes = Infinity }: Limits,
  onLimit: () => void,
): AsyncGenerator<StepRecord[]> {
  let [files, bytes] = [0, 0]
  for await (const batch of batches) {
    const fitting = batch.findIndex((step) => {
      if (isOtherHosts(step)) return false // it is not done
      files++
      bytes += step.file.size
      return files > maxFiles || bytes > maxBytes
    })
    yield fitting === -1 ? batch : batch.slice(0, fitting)
    if (fitting !== -1) return onLimit()
  }
}

/** With --trash a delete becomes a move below `trash`, to the file's whole path, so that none collide. */
export function toTrash(step: StepRecord, trash: Buffer): StepRecord {
  if (step.op !== 'delete') return step
  const above = trash.length === 1 ? trash.subarray(1) : trash
  const { path, path64 } = pathFields(Buffer.concat([above, pathBytes(step.file)]))
  const to = path !== undefined ? { to: path } : { to64: path64! }
  return { ...step, op: 'move', ...to }
}

/**
 * The same steps.
 * @param onAgain called once, with the directory in which a file was found that is to be moved to another place below
 *   it: whoever looks there again finds it again
 */
export async function* watchMoves(
  batches: AsyncIterable<StepRecord[]>,
  onAgain: (root: PathFields) => void,
): AsyncGenerator<StepRecord[]> {
  let isTold = false
  for await (const batch of batches) {
    const again = isTold ? undefined : batch.find(staysBelow)
    if (again) {
      isTold = true
      onAgain(rootOf(again.file)!)
    }
    yield batch
  }
}

/** What an undo moves goes where it was. */
function staysBelow(step: StepRecord): boolean {
  const [to, root] = [destination(step), rootOf(step.file)]
  if (step.op !== 'move' || step.why === 'undo' || to === undefined || root === undefined)
    return false
  return isBelow(pathBytes(to), pathBytes(root))
}
