import type { Files } from '../record/group.js'
import type { AnyRecord } from './any-record.js'
import { counted } from '../record/counted.js'

/**
 * Files and groups without what is on other machines, for formats that have only paths: whoever reads
 * one takes it for a file of this machine.
 * @param note told once, at the end, how many names that were
 */
export async function* hereOnly(
  batches: AsyncIterable<readonly AnyRecord[]>,
  note: (text: string) => void,
): AsyncGenerator<readonly AnyRecord[]> {
  let elsewhere = 0
  for await (const batch of batches)
    yield batch.flatMap((record) => {
      const here = hereOf(record)
      elsewhere += namesIn(record) - (here === undefined ? 0 : namesIn(here))
      return here ?? []
    })
  if (elsewhere > 0) note(`${counted(elsewhere, 'name')} on other machines left out`)
}

function hereOf(record: AnyRecord): AnyRecord | undefined {
  if (record.type === 'file') return record.host === undefined ? record : undefined
  if (record.type !== 'group' || isAllHere(record.files)) return record
  return { ...record, files: Array.from(record.files).filter(({ host }) => host === undefined) }
}

function isAllHere(files: Files): boolean {
  if (files.hasHosts === false) return true
  for (const { host } of files) if (host !== undefined) return false
  return true
}

function namesIn(record: AnyRecord): number {
  return record.type === 'group' ? record.files.length : 1
}
