import type { FileRecord } from '../record/file.js'
import { pathBytes, pathFields, type PathFields } from '../record/path.js'
import { stepId, type StepRecord, type Why } from '../record/step.js'
import type { Policy } from './policy.js'

/** What a step is about, apart from the policy. */
export type Deed = {
  readonly why: Why
  readonly file: FileRecord
  /** Absent for an empty file. */
  readonly keep?: FileRecord
  /** Of a partial file: how many of its bytes are those of `keep`; all others are zeros. */
  readonly bytes?: number
  readonly hash?: string | undefined
  readonly algo?: string | undefined
  /** What is free once its name is gone; less, as the step says, where it only moves. */
  readonly frees: number
  /** `pool-link`: where the link goes, and the branches of the pool. */
  readonly link?: To
  readonly branches?: readonly PathFields[]
}

type To = { readonly to: string } | { readonly to64: string }

/** The step for one name; fields in the order of dd-records(5). */
export function makeStep(deed: Deed, { op, to, toDev, metadata }: Policy): StepRecord {
  const { why, file, keep, bytes, hash, algo, frees, link, branches } = deed
  return {
    type: 'step',
    id: stepId(op, file, keep),
    op,
    why,
    file,
    ...(keep === undefined ? {} : { keep }),
    ...(bytes === undefined || bytes === file.size ? {} : { bytes }),
    ...(to === undefined ? link : destination(to, file)),
    ...(branches === undefined ? {} : { branches }),
    ...(hash === undefined ? {} : { hash }),
    ...(algo === undefined ? {} : { algo }),
    frees: op === 'move' && file.dev === toDev ? 0 : frees,
    ...(metadata === 'ignore' ? { metadata } : {}),
  }
}

/** Below `to` at its whole old path, so that no two files can ever meet. */
function destination(to: Buffer, file: FileRecord): To {
  const base = to.length === 1 ? to.subarray(1) : to
  const fields = pathFields(Buffer.concat([base, pathBytes(file)]))
  return fields.path === undefined ? { to64: fields.path64 } : { to: fields.path }
}

/** Bytes that the content of a file takes on disk, as far as it is known. */
export function bytesOnDisk({ blocks, size }: FileRecord): number {
  return blocks === undefined ? size : blocks * 512
}
