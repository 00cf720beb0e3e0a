import type { AnyGroup } from '../record/group.js'
import { longGroup } from '../stream/long-group.js'
import { readRecordsOr, type Parse } from '../stream/read-records.js'
import type { ImportOptions } from './group-maker.js'
import { readJdupes } from './read-jdupes.js'
import { sniff } from './sniff.js'

/**
 * Groups out of whatever is piped in, in batches: the JSON of jdupes, or lines of records.
 * @throws {BadLine} the first thing that is neither
 */
export async function* readGroups<T>(
  input: AsyncIterable<Buffer>,
  parse: Parse<T>,
  options: ImportOptions,
): AsyncGenerator<(T | AnyGroup)[]> {
  const { format, bytes } = await sniff(input)
  yield* format === 'jdupes' ? readJdupes(bytes, options) : readRecordsOr(bytes, parse, longGroup)
}
