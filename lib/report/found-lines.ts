import type { AnyRecord } from './any-record.js'
import { hereOnly } from './here-only.js'
import { LeftOut } from './left-out.js'

/** Lines are given out so many at a time: a group may have millions. */
const LINES = 1000

/**
 * The lines that a format of bare paths has for each record, batch by batch.
 * @param linesOf undefined: the format has no place for this record
 * @param only what it has a place for, in words
 * @param note told once, at the end, what was left out
 */
export async function* foundLines(
  batches: AsyncIterable<readonly AnyRecord[]>,
  linesOf: (record: AnyRecord) => Iterable<string> | undefined,
  only: string,
  note: (text: string) => void,
): AsyncGenerator<readonly string[]> {
  const leftOut = new LeftOut()
  for await (const batch of hereOnly(batches, note)) {
    let found: string[] = []
    for (const record of batch) {
      const lines = linesOf(record)
      if (lines === undefined) leftOut.add(record.type)
      else
        for (const line of lines)
          if (found.push(line) === LINES) {
            yield found
            found = []
          }
    }
    yield found
  }
  leftOut.tell(only, note)
}
