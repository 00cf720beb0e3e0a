import { openSpool, type Spool } from '../fs/spool.js'
import { readBlocks } from '../stream/read-blocks.js'
import type { RecordType } from '../record/record-type.js'
import type { AnyRecord } from './any-record.js'
import { linesOf, openSections } from './sections.js'

/**
 * A section for each type of record, in the order in which the first of each came, and at the end a line
 * about each. The first section is written as it comes; the others wait in temporary files, so that
 * memory does not grow with the input.
 * @yields lines of the report
 * @throws {NodeJS.ErrnoException} no room for temporary files; whatever `batches` throws
 */
export async function* textReport(
  batches: AsyncIterable<readonly AnyRecord[]>,
): AsyncGenerator<readonly string[]> {
  const sections = openSections()
  const waiting = new Map<RecordType, Spool>()
  let first: RecordType | undefined
  try {
    for await (const batch of batches) {
      for (const [type, lines] of byType(batch, (record) => linesOf(sections, record))) {
        if (first === undefined) yield [sections[(first = type)].heading]
        if (type === first) yield lines
        else spoolFor(waiting, type).write(Buffer.from(`${lines.join('\n')}\n`))
      }
    }
    for (const [type, spool] of waiting) {
      yield ['', sections[type].heading]
      for await (const { bytes } of readBlocks(spool.read())) yield [bytes.toString().slice(0, -1)]
    }
    if (first === undefined) return
    yield ['', ...[first, ...waiting.keys()].map((type) => sections[type].summary())]
  } finally {
    for (const spool of waiting.values()) spool.close()
  }
}

/** Lines are given out so many at a time: a group may have millions. */
const LINES = 1000

/** The lines of each type, types in the order in which they come, and again where there are many lines. */
function* byType(
  batch: readonly AnyRecord[],
  linesOf: (record: AnyRecord) => Iterable<string>,
): Generator<[RecordType, string[]]> {
  const found = new Map<RecordType, string[]>()
  for (const record of batch)
    for (const line of linesOf(record)) {
      const lines = found.get(record.type) ?? []
      found.set(record.type, lines)
      if (lines.push(line) < LINES) continue
      yield* found
      found.clear()
    }
  yield* found
}

function spoolFor(waiting: Map<RecordType, Spool>, type: RecordType): Spool {
  const spool = waiting.get(type) ?? openSpool()
  waiting.set(type, spool)
  return spool
}
