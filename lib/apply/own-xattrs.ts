import type { StepRecord } from '../record/step.js'
import { Refusal } from './refusal.js'
import type { Run } from './scene.js'

/** With its names, all of it must fit into a row of the journal, and into a step of an undo. */
const MAX_BYTES = 30_000

/**
 * What the journal is to keep of a file's extended attributes, ACLs among them, so that an undo can
 * give them back: as `Disk.xattrs`, or '' where they are not known. After a reflink the file has them
 * still.
 * @param fd the open file
 * @throws {Refusal} `metadata`: they are too long
 */
export function ownXattrs({ disk }: Run, { op }: StepRecord, fd: number): string {
  const xattrs = op === 'reflink' ? '' : (disk.xattrs(fd) ?? '')
  if (Buffer.byteLength(xattrs) > MAX_BYTES)
    throw new Refusal('metadata', 'its extended attributes are too long for the journal')
  return xattrs
}
