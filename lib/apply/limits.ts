import type { StepRecord } from '../record/step.js'
import { pathBytes, pathFields } from '../record/path.js'
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
