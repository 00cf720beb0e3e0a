import { hereOf } from '../record/files.js'
import type { AnyGroup } from '../record/group.js'
import { isHere } from '../record/host.js'
import type { AnyRecord } from './any-record.js'
import { counted } from '../record/counted.js'

/**
 * Records without what is on other machines, for formats that have only paths: whoever reads one takes it
 * for a file of this machine.
 * @param note told once, at the end, how many names that were
 */
export async function* hereOnly(
  batches: AsyncIterable<readonly AnyRecord[]>,
  note: (text: string) => void,
): AsyncGenerator<readonly AnyRecord[]> {
  let elsewhere = 0
  for await (const batch of batches)
    yield batch.flatMap((record) => {
      const here = recordHere(record)
      elsewhere += namesIn(record) - (here === undefined ? 0 : namesIn(here))
      return here ?? []
    })
  if (elsewhere > 0) note(`${counted(elsewhere, 'name')} on other machines left out`)
}

function recordHere(record: AnyRecord): AnyRecord | undefined {
  switch (record.type) {
    case 'group':
      return groupHere(record)
    case 'partial':
      return isHere(record.file) && isHere(record.of) ? record : undefined
    case 'empty':
      return isHere(record.file) ? record : undefined
    case 'file':
      return isHere(record) ? record : undefined
    default:
      return record // none of these formats has a place for it
  }
}

function groupHere(group: AnyGroup): AnyGroup {
  const files = hereOf(group.files)
  return files === group.files ? group : { ...group, files }
}

function namesIn(record: AnyRecord): number {
  return record.type === 'group' ? record.files.length : 1
}
